package org.demarche.server.web;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.function.Consumer;

/** One request's answer on its way out. For one thread at a time, any. */
public final class Exchange {
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
    public boolean headOnly() {
        return headOnly;
    }

    /** Sends an answer that is its own end. */
    public void whole(HttpResponse response) {
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

    /**
     * Begins an answer that has no end of its own: {@link #push} goes on with it as long as its client listens. The connection counts as idle no longer; whoever pushes
     * sees to it that a client which takes nothing goes.
     *
     * @param gone runs when the client is gone, on the connection's thread
     */
    public void stream(HttpResponse head, Runnable gone) {
        HttpUtil.setTransferEncodingChunked(head, true);
        context.channel().closeFuture().addListener(closed -> gone.run());
        context.channel().eventLoop().execute(() -> {
            if (context.pipeline().get(IdleStateHandler.class) != null) {
                context.pipeline().remove(IdleStateHandler.class);
            }
            // So that it is seen when the client goes.
            context.channel().config().setAutoRead(true);
        });
        context.writeAndFlush(head);
    }

    /** Whether what was pushed has gone out, all but a little. */
    public boolean takesMore() {
        return context.channel().isWritable();
    }

    /** Sends some more of a stream. Takes the buffer over. */
    public void push(ByteBuf some) {
        context.writeAndFlush(new DefaultHttpContent(some));
    }

    /** Breaks an answer off that was begun: its client sees that less has come than was said. */
    public void breakOff() {
        context.close().addListener(closed -> done.accept(false));
    }

    private void end(ChannelFuture written) {
        written.addListener(sent -> done.accept(sent.isSuccess()));
    }
}
