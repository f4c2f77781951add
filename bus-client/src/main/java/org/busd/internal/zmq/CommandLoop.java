package org.busd.internal.zmq;

import java.nio.channels.SelectableChannel;
import java.util.Objects;
import zmq.Command;
import zmq.Mailbox;
import zmq.ZObject;
import zmq.io.IOThread;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * Processes the commands that an I/O thread is sent, with {@link Courtesy}, in place of JeroMQ's own loop.
 *
 * <p>Put in place by a command; confined to the I/O thread from then on.
 */
final class CommandLoop extends ZObject implements IPollEvents {
    /** More I/O threads than these cannot be had one by one: they are chosen by a mask, of which JeroMQ leaves out the sign. */
    static final int MOST = 63;

    private final PolledContext ctx;
    private final Mailbox mailbox;
    private final Courtesy courtesy = new Courtesy();

    /** The loop of the I/O thread with this index, below {@link #MOST}, of a context that has begun. */
    CommandLoop(PolledContext ctx, int index) {
        super(ctx, PolledContext.FIRST_IO_THREAD + index);
        this.ctx = ctx;
        this.mailbox = mailbox(chooseIoThread(1L << index));
    }

    private static Mailbox mailbox(IOThread thread) {
        return Objects.requireNonNull(thread, "no such I/O thread").getMailbox();
    }

    /** Replaces JeroMQ's loop. */
    void begin() {
        sendStop();
    }

    /** The command's name in JeroMQ: it is the only one that an object may send itself. */
    @Override
    protected void processStop() {
        SelectableChannel channel = mailbox.getFd();
        ctx.keys(channel).forEach(key -> key.attach(new Poller.Handle(channel, this)));
    }

    @Override
    public void inEvent() {
        Command command = mailbox.recv(0);
        if (command == null) {
            courtesy.inVain();
            return;
        }
        courtesy.useful();
        do {
            command.process();
            command = mailbox.recv(0);
        } while (command != null);
    }
}
