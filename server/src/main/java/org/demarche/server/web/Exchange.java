package org.demarche.server.web;

import com.google.protobuf.ByteString;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;

/** One request's answer on its way out. For one thread at a time, any. */
final class Exchange {
    private final ChannelHandlerContext context;
    private final boolean headOnly;
    private final boolean keepAlive;
    private final Consumer<Boolean> done;

    /**
     * An answer.
     *
     * @param headOnly the client wants no more than the headers
     * @param keepAlive whether another request may follow
     * @param done is told at the end, on the connection's thread, whether all of it was sent
     */
    Exchange(ChannelHandlerContext context, boolean headOnly, boolean keepAlive, Consumer<Boolean> done) {
        this.context = context;
        this.headOnly = headOnly;
        this.keepAlive = keepAlive;
        this.done = done;
    }

    /** Whether the client wants no more than the headers. */
    boolean headOnly() {
        return headOnly;
    }

    /** Sends an answer that is its own end. */
    void whole(HttpResponse response) {
        HttpUtil.setKeepAlive(response, keepAlive);
        end(context.writeAndFlush(response));
    }

    /** Sends the headers; {@link #part} or {@link #last} follows. */
    void begin(HttpResponse head) {
        HttpUtil.setKeepAlive(head, keepAlive);
        context.write(head);
    }

    /** Sends some bytes, and then goes on with {@code next}, unless the reader is gone: then with {@code gone}. */
    void part(ByteString bytes, Runnable next, Runnable gone) {
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes.asReadOnlyByteBuffer())))
                .addListener(sent -> {
                    if (sent.isSuccess()) {
                        next.run();
                    } else {
                        gone.run();
                    }
                });
    }

    /** Ends an answer that was begun. */
    void last() {
        end(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
    }

    /** Breaks an answer off that was begun: its client sees that less has come than was said. */
    void breakOff() {
        context.close().addListener(closed -> done.accept(false));
    }

    private void end(ChannelFuture written) {
        written.addListener(sent -> done.accept(sent.isSuccess()));
    }
}
