package org.example.invoices;

import java.time.Duration;
import java.util.Map;
import org.busd.BusClient;
import org.busd.Producer;

/** Reminds once an hour. */
public final class ReminderProducer implements Producer {
    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public boolean now() {
        return true;
    }

    @Override
    public void poll(BusClient bus) {
        bus.publish("reminder.due", Map.of("open", 3));
    }
}
