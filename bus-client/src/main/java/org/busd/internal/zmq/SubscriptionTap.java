package org.busd.internal.zmq;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.ZMQ;
import zmq.io.Metadata;
import zmq.io.net.Address;

/**
 * Shows {@link Subscriptions} every frame together with the peer that sent it, and every connection's begin and end. A
 * {@code MsgAllocator} may return messages of its own class, and JeroMQ tells each its peer's metadata just before it
 * enters the socket. Runs on I/O threads: never blocks for long, never throws.
 */
final class SubscriptionTap {
    private final Subscriptions subscriptions;
    private final ZMQ.EventConsummer hook;

    /** @param hook told of each connection made or ended, too */
    SubscriptionTap(Subscriptions subscriptions, ZMQ.EventConsummer hook) {
        this.subscriptions = subscriptions;
        this.hook = hook;
    }

    /** Attaches the tap to {@code socket}; before it is bound or connected. */
    void attach(ZmqSocket socket, long maxFrameBytes) {
        socket.set(ZMQ.ZMQ_MSG_ALLOCATOR, new FrameLimit(maxFrameBytes) {
            @Override
            Msg frame(int size) {
                return new TappedFrame(size);
            }
        });
        socket.onConnections(this::happened);
    }

    private void happened(ZMQ.Event event) {
        hook.consume(event);
        if (!(event.arg instanceof SocketChannel channel) || event.event == ZMQ.ZMQ_EVENT_CONNECTED) {
            return;
        }
        try {
            String peer = new Address(channel.getRemoteAddress()).address();
            if (event.event == ZMQ.ZMQ_EVENT_ACCEPTED) {
                subscriptions.accepted(peer);
            } else {
                subscriptions.gone(peer);
            }
        } catch (IOException | RuntimeException e) {
            // The channel is closed already: its address is not to be had, nor does it matter to anybody else.
            return;
        }
    }

    private final class TappedFrame extends Msg {
        TappedFrame(int size) {
            super(size);
        }

        @Override
        public Msg setMetadata(@Nullable Metadata metadata) {
            if (metadata != null && !isCommand()) {
                String peer = metadata.get(Metadata.PEER_ADDRESS);
                if (peer != null) {
                    subscriptions.frameFrom(peer, data());
                }
            }
            return super.setMetadata(metadata);
        }
    }
}
