package org.busd.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.busd.Message;

/** Messages in the order they came, up to a number. Thread-safe. */
final class Recording implements Consumer<Message> {
    private final int capacity;
    /** Guarded by this. */
    private final List<Message> messages = new ArrayList<>();
    /** There was no room for one; guarded by this. */
    private boolean incomplete;

    Recording(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized void accept(Message message) {
        if (messages.size() >= capacity) {
            incomplete = true;
            throw full();
        }
        messages.add(message);
    }

    /** All; refused where some are missing, for the one who published them may have swallowed that. */
    synchronized List<Message> messages() {
        if (incomplete) {
            throw full();
        }
        return List.copyOf(messages);
    }

    private IllegalStateException full() {
        return new IllegalStateException("a recording bus remembers " + capacity
                + " messages, and more were published: call clear() in between");
    }

    synchronized void clear() {
        messages.clear();
        incomplete = false;
    }
}
