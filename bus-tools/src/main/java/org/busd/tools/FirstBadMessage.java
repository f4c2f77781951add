package org.busd.tools;

import java.util.concurrent.atomic.AtomicBoolean;
import org.busd.DeadLetter;
import org.busd.signing.Reason;

/** Tells of the first message that is none, or not valid: one is news, a thousand would hide everything else. Thread-safe. */
final class FirstBadMessage {
    private final Console console;
    private final AtomicBoolean told = new AtomicBoolean();

    FirstBadMessage(Console console) {
        this.console = console;
    }

    void tell(DeadLetter letter) {
        if (!told.getAndSet(true)) {
            boolean isMessage = letter.reason().compareTo(Reason.UNSIGNED) >= 0;
            console.tell((isMessage ? "skipped a message that is not valid, " : "skipped what is not a message, ")
                    + letter.reason() + ": " + letter.detail() + " (no more is said of others)");
        }
    }
}
