package org.busd.internal.publish;

import org.busd.internal.transport.OutletEvents;

/** What outlets tell: it is counted, and gives room back. Thread-safe. */
final class Reports implements OutletEvents {
    private final Budget budget;
    private final PublishCounters counters;

    Reports(Budget budget, PublishCounters counters) {
        this.budget = budget;
        this.counters = counters;
    }

    @Override
    public void handedOn(int messages, long bytes) {
        counters.handedOn(messages);
        budget.give(messages, bytes);
    }

    @Override
    public void dropped(int bytes) {
        counters.dropped();
        budget.give(1, bytes);
    }

    @Override
    public void heldBack() {
        counters.heldBack();
    }

    @Override
    public void outOfPatience() {
        counters.outOfPatience();
    }

    @Override
    public void changed() {
        budget.signal();
    }
}
