package org.busd.internal.zmq;

import java.util.concurrent.BlockingQueue;
import org.busd.internal.transport.Receipt;

/** The receipt for a test's message: its number, where it was handed on; it must not be lost. */
record Counted(int n, BlockingQueue<Integer> handedOnTo) implements Receipt {
    @Override
    public void handedOn() {
        handedOnTo.add(n);
    }

    @Override
    public void lost(Throwable why) {
        throw new AssertionError(why);
    }
}
