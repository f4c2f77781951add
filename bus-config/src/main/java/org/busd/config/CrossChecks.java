package org.busd.config;

import java.util.List;

/** What only shows when settings are seen side by side. A check is left out where one of its keys is at fault itself. */
final class CrossChecks {
    private final Values values;
    private final Problems problems;
    private final List<String> warnings;

    CrossChecks(Values values, Problems problems, List<String> warnings) {
        this.values = values;
        this.problems = problems;
        this.warnings = warnings;
    }

    void relay(Relay relay) {
        if (!areSound(Keys.RELAY_INBOUND, Keys.RELAY_OUTBOUND)) {
            return;
        }
        for (Endpoint outbound : relay.outbound()) {
            if (relay.inbound().contains(outbound)) {
                refuse(Keys.RELAY_OUTBOUND, "has " + outbound + " as bus.relay.inbound has: must be another port");
            }
        }
    }

    void sizes(Publish publish, Subscribe subscribe) {
        if (areSound(Keys.PUBLISH_MAX_BYTES, Keys.PUBLISH_MAX_MESSAGE_SIZE)
                && publish.maxBytes() < publish.maxMessageSize()) {
            warn(Keys.PUBLISH_MAX_BYTES, "is less than bus.publish.max-message-size: a bigger message finds no room");
        }
        if (areSound(Keys.SUBSCRIBE_MAX_MESSAGE_SIZE, Keys.PUBLISH_MAX_MESSAGE_SIZE)
                && subscribe.maxMessageSize() < publish.maxMessageSize()) {
            warn(
                    Keys.SUBSCRIBE_MAX_MESSAGE_SIZE,
                    "is less than bus.publish.max-message-size: a message that may be published costs a subscriber its"
                            + " connection");
        }
    }

    void reconnect(Subscribe subscribe, Publish publish) {
        if (!areSound(Keys.SUBSCRIBE_RECONNECT, Keys.SUBSCRIBE_RECONNECT_MAX, Keys.PUBLISH_SETTLE)) {
            return;
        }
        if (subscribe.reconnect().compareTo(subscribe.reconnectMax()) > 0) {
            refuse(
                    Keys.SUBSCRIBE_RECONNECT,
                    "must not be more than bus.subscribe.reconnect-max, " + shown(Keys.SUBSCRIBE_RECONNECT_MAX));
        } else if (subscribe.reconnectMax().compareTo(publish.settle()) >= 0) {
            warn(
                    Keys.SUBSCRIBE_RECONNECT_MAX,
                    "is not below bus.publish.settle, " + shown(Keys.PUBLISH_SETTLE)
                            + ": a subscriber that reconnects can miss the first messages of a process");
        }
    }

    void signing(Signing signing, String serviceName) {
        boolean sound = areSound(
                Keys.SIGNING_ENABLED,
                Keys.SIGNING_CERTIFICATE,
                Keys.SIGNING_KEY,
                Keys.SIGNING_CERTNAMES,
                Keys.NAME,
                Keys.ENDPOINTS);
        if (!sound || !signing.enabled()) {
            return;
        }
        if (signing.certificate().isPresent() != signing.key().isPresent()) {
            refuse(
                    Keys.SIGNING_ENABLED,
                    "needs bus.signing.certificate and bus.signing.key, but only one of them is set");
        } else if (signing.certificate().isEmpty() && signing.certnames().isEmpty()) {
            refuse(
                    Keys.SIGNING_ENABLED,
                    "needs bus.signing.certificate and bus.signing.key, or bus.signing.certnames.\"" + serviceName
                            + "\"");
        } else if (signing.certificate().isEmpty() && !signing.certnames().containsKey(serviceName)) {
            warn(
                    Keys.SIGNING_ENABLED,
                    "but bus.signing.certnames has no \"" + serviceName + "\": this process has nothing to sign with");
        }
    }

    void validation(Validation validation) {
        boolean lacksCa =
                validation.mode() == Validation.Mode.REQUIRE && validation.ca().isEmpty();
        if (lacksCa && areSound(Keys.VALIDATION_MODE, Keys.VALIDATION_CA)) {
            refuse(Keys.VALIDATION_MODE, "needs bus.validation.ca: the file with the trusted authorities");
        }
    }

    private boolean areSound(Key<?>... keys) {
        for (Key<?> key : keys) {
            if (problems.touch(key.fullPath())) {
                return false;
            }
        }
        return true;
    }

    private void refuse(Key<?> key, String message) {
        new Setting(key.fullPath(), values.written(key), problems).refuse(message);
    }

    private void warn(Key<?> key, String message) {
        warnings.add(
                Origins.of(values.written(key).origin()) + ": " + key.fullPath() + " = " + shown(key) + ": " + message);
    }

    private String shown(Key<?> key) {
        return Setting.shown(values.written(key));
    }
}
