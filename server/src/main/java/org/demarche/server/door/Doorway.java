package org.demarche.server.door;

import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;

/** The listening socket. Whoever is one too many is turned away before anything is read, set up or computed for it. */
public final class Doorway extends NioServerSocketChannel {
    private final ConnectionLimit limit;

    /** A socket behind which there is room for as many as {@code limit} lets in. */
    public Doorway(ConnectionLimit limit) {
        this.limit = limit;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int count = super.doReadMessages(accepted);
        if (count == 1) {
            SocketChannel channel = (SocketChannel) accepted.get(accepted.size() - 1);
            InetSocketAddress client = channel.remoteAddress();
            // One that has gone already has no address. One that has just been accepted can be closed only after this
            // has been read to the end.
            if (client != null && limit.admit(client, () -> eventLoop().execute(channel::close))) {
                channel.closeFuture().addListener(closed -> limit.gone(client));
            } else {
                accepted.remove(accepted.size() - 1);
                channel.unsafe().closeForcibly();
            }
        }
        return count;
    }
}
