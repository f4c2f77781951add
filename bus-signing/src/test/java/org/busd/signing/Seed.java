package org.busd.signing;

import java.util.Random;

/** What a randomised test is made from, printed so that a run can be repeated. */
final class Seed {
    private Seed() {}

    static Random random(String test) {
        long seed = Long.getLong("busd.test.seed", System.nanoTime());
        System.out.println(test + ": -Dbusd.test.seed=" + seed);
        return new Random(seed);
    }

    static int trees() {
        return Integer.getInteger("busd.test.trees", 20_000);
    }
}
