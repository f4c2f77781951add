package org.busd.internal.subscribe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.util.Optional;
import org.busd.internal.OwnJackson;
import org.busd.internal.transport.Frames;
import org.busd.signing.CanonicalJson;
import org.busd.signing.EnvelopeText;
import org.busd.signing.InvalidMessageException;
import org.busd.signing.Reason;
import org.busd.signing.Verdict;
import org.busd.signing.Verifier;

/**
 * Reads received messages strictly: two frames; the second one JSON as the wire format allows it, an object with the
 * members of an envelope; its topic that of the first frame; and, where there is a verifier, valid. Thread-safe.
 */
public final class EnvelopeReader {
    /** Reads what {@link CanonicalJson} has let through; its limits are stricter, and the message's size is bounded. */
    public static final JsonFactory FACTORY = OwnJackson.factory()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Optional<Verifier> verifier;

    /**
     * A reader.
     *
     * @param verifier whose verdict counts; empty: signatures are not looked at
     */
    public EnvelopeReader(Optional<Verifier> verifier) {
        this.verifier = verifier;
    }

    /** Reads what this client has encoded itself. */
    public static Envelope readOwn(byte[] envelope) {
        try {
            return new Envelope(EnvelopeText.read(envelope), Optional.empty(), Optional.empty());
        } catch (InvalidMessageException e) {
            throw new IllegalStateException("our own mistake: what was encoded is no message", e);
        }
    }

    Envelope read(Frames frames) throws BadMessage {
        if (frames.parts() != 2) {
            throw new BadMessage(
                    Reason.BAD_ENVELOPE,
                    "a message has two frames, topic and envelope; this one has " + frames.parts());
        }
        EnvelopeText text = text(frames);
        return new Envelope(text, Optional.ofNullable(frames.from()), signer(text));
    }

    private static EnvelopeText text(Frames frames) throws BadMessage {
        try {
            EnvelopeText text = EnvelopeText.read(frames.envelope());
            text.checkTopic(frames.topic());
            return text;
        } catch (InvalidMessageException e) {
            throw new BadMessage(e.reason(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // A message may be too much for the memory that is left; who listens goes on.
            throw new BadMessage(
                    Reason.BAD_ENVELOPE, "could not be read: " + e.getClass().getName());
        }
    }

    private Optional<String> signer(EnvelopeText text) throws BadMessage {
        if (verifier.isEmpty()) {
            return Optional.empty();
        }
        Verdict verdict = verifier.get().verify(text);
        if (verdict instanceof Verdict.Valid valid) {
            return Optional.of(valid.signer());
        }
        Verdict.Invalid invalid = (Verdict.Invalid) verdict;
        throw new BadMessage(invalid.reason(), invalid.detail());
    }
}
