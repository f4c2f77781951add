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
        counters.episodes().heldBack();
    }

    @Override
    public void waited(long nanos) {
        counters.episodes().waited(nanos);
    }

    @Override
    public void dropping() {
        counters.episodes().dropping();
    }

    @Override
    public void changed() {
        budget.signal();
    }
}
