package org.busd.it;

/** How programs under test speak: one ASCII line at a time, said at once. */
final class Console {
    private Console() {}

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
