package org.busd.internal.relay;

import java.util.List;
import org.busd.internal.LogLimit;
import org.busd.signing.EnvelopeText;
import org.busd.signing.InvalidMessageException;
import org.busd.signing.Signer;
import org.busd.signing.SigningException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;

/**
 * Signs messages that carry no signature. All others pass as they came, and so does what cannot be signed: whoever
 * verifies refuses it, and says why. Whatever a message is, the passage goes on.
 */
public final class Signing implements Treatment {
    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);

    /** The topic, and the envelope. */
    private static final int FRAMES = 2;

    private final String name;
    private final Signer signer;
    private final long maxMessageSize;
    private final LogLimit unsignable = new LogLimit();
    private final LogLimit failures = new LogLimit();

    /**
     * Signing for one passage.
     *
     * @param name the passage's, for people
     * @param maxMessageSize how many bytes a signed envelope may have: one that is larger would cost every subscriber its
     *     connection
     */
    public Signing(String name, Signer signer, long maxMessageSize) {
        this.name = name;
        this.signer = signer;
        this.maxMessageSize = maxMessageSize;
    }

    @Override
    public void treat(List<Msg> frames, RelayCounters counters) {
        try {
            if (frames.size() != FRAMES) {
                refuse(counters, "it has " + frames.size() + " frames, a message has " + FRAMES);
                return;
            }
            EnvelopeText envelope = EnvelopeText.read(frames.get(1).data());
            envelope.checkTopic(frames.get(0).data());
            if (!envelope.isSigned()) {
                sign(envelope, frames, counters);
            }
        } catch (InvalidMessageException e) {
            refuse(counters, e.reason() + " (" + e.getMessage() + ")");
        } catch (SigningException e) {
            counters.signingFailed();
            failures.tell(more -> LOG.error("{}: messages pass unsigned: {}{}", name, e.getMessage(), more));
        } catch (Throwable e) {
            // Everything, as where messages are verified: a stranger's message must not end who passes on the others'.
            counters.signingFailed();
            failures.tell(more -> LOG.error("{}: a message passes unsigned{}", name, more, e));
        }
    }

    private void sign(EnvelopeText envelope, List<Msg> frames, RelayCounters counters) {
        byte[] signed = signer.sign(envelope);
        if (signed.length > maxMessageSize) {
            refuse(
                    counters,
                    "signed, it would have " + signed.length + " bytes, more than bus.publish.max-message-size");
            return;
        }
        frames.set(1, new Msg(signed));
        counters.signed();
    }

    private void refuse(RelayCounters counters, String reason) {
        counters.unsignable();
        unsignable.tell(more -> LOG.warn("{}: passes unsigned what cannot be signed: {}{}", name, reason, more));
    }
}
