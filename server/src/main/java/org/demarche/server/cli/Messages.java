package org.demarche.server.cli;

import picocli.CommandLine;

/** What is not an answer: to stderr, lower case, one sentence. */
final class Messages {
    private Messages() {}

    static void error(CommandLine command, String sentence) {
        say(command, "error: " + sentence);
    }

    static void hint(CommandLine command, String sentence) {
        say(command, "hint: " + sentence);
    }

    static void say(CommandLine command, String sentence) {
        command.getErr().println("demarche: " + sentence);
        command.getErr().flush();
    }
}
