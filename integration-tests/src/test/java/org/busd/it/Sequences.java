package org.busd.it;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Watches messages that their senders numbered from 0: what came twice, and what came after a later one. */
public final class Sequences {
    private final Map<String, BitSet> bySender = new HashMap<>();
    private long received;
    private long repeated;
    private long disordered;

    /** One has come. */
    public synchronized void take(String sender, int number) {
        BitSet numbers = bySender.computeIfAbsent(sender, s -> new BitSet());
        received++;
        if (numbers.get(number)) {
            repeated++;
        } else if (number < numbers.length()) {
            disordered++;
        }
        numbers.set(number);
        notifyAll();
    }

    synchronized long received() {
        return received;
    }

    /** Of one sender, and each number once. */
    synchronized long received(String sender) {
        return bySender.getOrDefault(sender, new BitSet()).cardinality();
    }

    /** Waits until {@code count} have come, or {@code millis} are over. */
    synchronized void await(long count, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (received < count && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    @Override
    public synchronized String toString() {
        long missing = bySender.values().stream()
                .mapToLong(numbers -> numbers.length() - numbers.cardinality())
                .sum();
        return "received " + received + " repeated " + repeated + " disordered " + disordered + " missing " + missing
                + " senders " + bySender.size();
    }
}
