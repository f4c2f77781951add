package org.busd.tools;

/** The entry point of the {@code bus} command. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process.
     *
     * @param args as on the command line
     */
    public static void main(String[] args) {
        System.exit(BusTool.ofThisProcess().run(args));
    }
}
