package org.busd.tools;

/** The entry point of the {@code bus} command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(BusTool.ofThisProcess().run(args));
    }
}
