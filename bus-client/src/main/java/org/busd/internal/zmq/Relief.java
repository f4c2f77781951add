package org.busd.internal.zmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.jspecify.annotations.Nullable;

/**
 * One thread receives, and serves what came: no other has to be woken for it. Where serving lasts, a second thread relieves
 * it from receiving, until the first has served all that came and wants its turn back. So the socket is not left alone for
 * longer than a moment, and all is served by one thread.
 *
 * <p>Thread-safe.
 */
final class Relief {
    /** When the first thread is relieved: longer than most handlers take, shorter than any time-out of a network. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** So often in a row has there to be nothing to do before the second thread sleeps until it is woken. */
    private static final int LOOKS = 3;

    /** How long the first thread waits for its turn before it looks whether the second cannot go on without it. */
    private static final long REGAIN_MILLIS = 10;

    private final Work work;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Held by the thread that receives. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Since when the first thread has been serving without being relieved; 0: it is not. Written with the turn. */
    private volatile long servingSince;

    /** The first thread wants its turn back. */
    private volatile boolean wanted;

    /** The second thread, where it is to be woken when the first begins to serve. */
    private volatile @Nullable Thread asleep;

    private volatile boolean over;

    /** What is done. All but {@link #serve} and {@link #wake} with the turn, so by one thread at a time. */
    interface Work {
        /** Begins; on the first thread. */
        void begin();

        /** Receives something, or looks what else there is to do; may wait. Returns whether there is more to come. */
        boolean receive();

        /** Ends the wait of a {@link #receive}, now or when it next begins. From any thread. */
        void wake();

        /** Nothing is received any more, because of {@code failure} if there is one. */
        void end(@Nullable Throwable failure);

        /** Serves all that was received; on the first thread, and without the turn. Throws nothing. */
        void serve();
    }

    private Relief(Work work) {
        this.work = work;
    }

    /** On one thread, for what serves nothing, or at once; not started yet. */
    static Relief alone(String name, Work work) {
        Relief relief = new Relief(work);
        relief.threads.add(OwnThreads.create(name, relief::first));
        return relief;
    }

    /**
     * On two threads, for user code, which may take its time; not started yet. The first takes over what threads do from the
     * calling one, its context class loader among it.
     */
    static Relief ofTwo(String name, Work work) {
        Relief relief = new Relief(work);
        relief.threads.add(OwnThreads.createForUserCode(name, relief::first));
        relief.threads.add(OwnThreads.create(name + "-relief", relief::second));
        return relief;
    }

    /** Starts it. Once. */
    void start() {
        try {
            // The one that begins is the last, so that nothing has begun where there is no thread to be had.
            for (int i = threads.size() - 1; i >= 0; i--) {
                threads.get(i).start();
            }
        } catch (RuntimeException | Error e) {
            over = true;
            ended.countDown();
            threads.forEach(LockSupport::unpark);
            throw e;
        }
    }

    /** Waits until nothing is received any more; returns at once on the thread that serves. Interrupts do not end the wait. */
    void awaitEnd(Duration wait) {
        if (!threads.contains(Thread.currentThread())) {
            boolean ignored = Uninterruptibly.await(ended, wait);
        }
    }

    private void first() {
        turn.lock();
        try {
            work.begin();
        } catch (RuntimeException | Error e) {
            end(e);
            return;
        }
        boolean more = receive();
        while (more) {
            giveUpTurn();
            serve();
            if (takeTurn()) {
                servingSince = 0;
                more = receive();
            } else {
                // What was received meanwhile is served before anything else is waited for.
                more = regainTurn();
            }
        }
        serve();
    }

    private void giveUpTurn() {
        servingSince = System.nanoTime() | 1;
        turn.unlock();
        Thread sleeper = asleep;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    private void second() {
        while (standBy()) {
            servingSince = 0;
            do {
                if (!receive()) {
                    return;
                }
            } while (!wanted);
            turn.unlock();
        }
    }

    /** With the turn; false: it is over, and the turn is gone. */
    private boolean receive() {
        Throwable failure = null;
        try {
            if (work.receive()) {
                return true;
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        end(failure);
        return false;
    }

    private void end(@Nullable Throwable failure) {
        over = true;
        try {
            work.end(failure);
        } finally {
            ended.countDown();
            turn.unlock();
            threads.forEach(LockSupport::unpark);
        }
    }

    private void serve() {
        work.serve();
        // It was for whom was served; left set, it would end waits that are not theirs.
        boolean ignored = Thread.interrupted();
    }

    private boolean takeTurn() {
        return turn.tryLock() && isGoingOn();
    }

    /** With the turn, which is given up where it is over. */
    private boolean isGoingOn() {
        if (over) {
            turn.unlock();
        }
        return !over;
    }

    /** Has the second thread give the turn back; false: it is over. Serves meanwhile, for that one may wait for room. */
    private boolean regainTurn() {
        wanted = true;
        try {
            work.wake();
            while (!over) {
                serve();
                if (awaitTurn()) {
                    return true;
                }
            }
            return false;
        } finally {
            wanted = false;
        }
    }

    private boolean awaitTurn() {
        try {
            return turn.tryLock(REGAIN_MILLIS, TimeUnit.MILLISECONDS) && isGoingOn();
        } catch (InterruptedException e) {
            // Meant for whom is served, but too late.
            return false;
        }
    }

    /** Waits until the first thread is to be relieved; false: it is over. */
    private boolean standBy() {
        int idle = 0;
        while (!over) {
            long since = servingSince;
            long wait = PATIENCE_NANOS;
            if (since == 0) {
                idle++;
            } else {
                idle = 0;
                wait -= System.nanoTime() - since;
                if (wait <= 0) {
                    if (takeTurn()) {
                        return true;
                    }
                    wait = PATIENCE_NANOS;
                }
            }
            if (idle > LOOKS) {
                sleep();
                idle = 0;
            } else {
                LockSupport.parkNanos(this, wait);
            }
            // Of our own thread, which nobody has a reason to interrupt; left set, it would never sleep again.
            boolean ignored = Thread.interrupted();
        }
        return false;
    }

    private void sleep() {
        asleep = Thread.currentThread();
        // Who serves looks for a sleeper after saying that it serves: one of the two sees the other.
        if (servingSince == 0 && !over) {
            LockSupport.park(this);
        }
        asleep = null;
    }
}
