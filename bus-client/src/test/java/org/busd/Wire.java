package org.busd;

import org.busd.config.BusSettings;

/** What the clients of a test's bus are connected by. */
public enum Wire {
    ZEROMQ {
        @Override
        BusClient open(BusSettings settings, MemoryBus memory) {
            return BusClient.open(settings);
        }
    },
    MEMORY {
        @Override
        BusClient open(BusSettings settings, MemoryBus memory) {
            return memory.open(settings);
        }
    };

    abstract BusClient open(BusSettings settings, MemoryBus memory);
}
