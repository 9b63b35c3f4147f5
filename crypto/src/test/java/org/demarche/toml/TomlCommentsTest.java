package org.demarche.toml;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.toml.TomlComments.Comment;
import org.junit.jupiter.api.Test;

/** Which signs of a text are comments: what stands in quotation marks is none. */
class TomlCommentsTest {
    @Test
    void of_commentsOfSeveralLines_haveTheirLineAndWhatStandsBefore() {
        assertThat(TomlComments.of("a = 1 # one\n\n#  two \nb = 2"))
                .containsExactly(new Comment(1, "a = 1 ", "one"), new Comment(3, "", "two"));
        assertThat(TomlComments.of("# at the end")).containsExactly(new Comment(1, "", "at the end"));
        assertThat(TomlComments.of("#")).containsExactly(new Comment(1, "", ""));
        assertThat(TomlComments.of("")).isEmpty();
    }

    @Test
    void of_signsWithinStrings_areNone() {
        assertThat(TomlComments.of("a = \"x # y\" # z")).containsExactly(new Comment(1, "a = \"x # y\" ", "z"));
        assertThat(TomlComments.of("a = 'x \" # y' # z")).containsExactly(new Comment(1, "a = 'x \" # y' ", "z"));
        assertThat(TomlComments.of("a = \"\" # z")).containsExactly(new Comment(1, "a = \"\" ", "z"));
    }

    @Test
    void of_stringsOverSeveralLines_countTheirLines() {
        assertThat(TomlComments.of("a = \"\"\"x # 1\ny # 2\n\"\"\" # 3\n# 4"))
                .containsExactly(new Comment(3, "\"\"\" ", "3"), new Comment(4, "", "4"));
        assertThat(TomlComments.of("a = '''\n\n''' # 3")).containsExactly(new Comment(3, "''' ", "3"));
    }

    @Test
    void of_quotationMarksBeforeTheClosingThree_belongToTheString() {
        assertThat(TomlComments.of("a = \"\"\"x\"\"\"\"\" # y"))
                .containsExactly(new Comment(1, "a = \"\"\"x\"\"\"\"\" ", "y"));
        assertThat(TomlComments.of("a = \"\"\"x\"\"\"\"\"")).isEmpty();
        assertThat(TomlComments.of("a = 'x'' # y'")).isEmpty();
    }

    @Test
    void backslashInString_hidesTheMarkBehindIt() {
        assertThat(TomlComments.of("a = \"x\\\" # y\" # z")).containsExactly(new Comment(1, "a = \"x\\\" # y\" ", "z"));
        assertThat(TomlComments.of("a = 'x\\' # z")).containsExactly(new Comment(1, "a = 'x\\' ", "z"));
        assertThat(TomlComments.of("a = \"x\\")).isEmpty();
    }
}
