package org.busd.internal;

/**
 * Threads of the client's own: daemons that take nothing over from the thread that happens to start them, neither its
 * priority, nor its inheritable thread locals, nor its context class loader, all of which may belong to somebody who is to
 * be gone before us.
 */
public final class OwnThreads {
    private OwnThreads() {}

    /** A thread for work that never waits for a publish of its own. */
    public static Thread create(String name, Runnable task) {
        return prepared(new Thread(null, task, name, 0, false));
    }

    /**
     * A daemon that runs user code, and so takes over from the calling thread what threads do, its context class loader among
     * it.
     */
    public static Thread createForUserCode(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a thread as {@link #create} makes them.
     *
     * @param virtual whether it is to be a virtual one, where the JDK has these; such a one takes over the inheritable thread
     *     locals of who starts it
     */
    public static Thread start(String name, boolean virtual, Runnable task) {
        if (virtual && VirtualThreads.areThere()) {
            return VirtualThreads.start(() -> {
                Thread self = Thread.currentThread();
                self.setName(name);
                self.setContextClassLoader(OwnThreads.class.getClassLoader());
                task.run();
            });
        }
        Thread thread = create(name, task);
        thread.start();
        return thread;
    }

    /**
     * A thread that others' publishing depends on: would it publish itself (a log appender does, when we log), it could
     * wait for itself for ever.
     */
    public static Thread createServing(String name, Runnable task) {
        return prepared(new Serving(task, name));
    }

    @SuppressWarnings("ThreadPriorityCheck") // Not to take over that of the starting thread.
    private static Thread prepared(Thread thread) {
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(OwnThreads.class.getClassLoader());
        return thread;
    }

    /** Whether the calling thread is one that publishing depends on. */
    public static boolean isServing() {
        return Thread.currentThread() instanceof Serving;
    }

    private static final class Serving extends Thread {
        Serving(Runnable task, String name) {
            super(null, task, name, 0, false);
        }
    }
}
