package org.busd.tools;

/** What is said before a process ends at once. */
final class LastWords {
    private static final long MILLIS = 200;

    private LastWords() {}

    /** Writes to standard error, but does not wait for it: a pipe that nobody reads takes nothing when it is full. */
    static void say(String text) {
        Thread thread = new Thread(() -> System.err.println(text), "bus-last-words");
        thread.setDaemon(true);
        try {
            thread.start();
            thread.join(MILLIS);
        } catch (OutOfMemoryError e) {
            // No thread to be had: then without a word.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
