package org.busd.config;

/**
 * One setting as it holds, and where it came from. Immutable.
 *
 * @param key the full key, names with dots in quotes: {@code bus.endpoints."orders.app01"}
 * @param value the value as JSON, which is HOCON too: text in quotes, durations and sizes as they were written
 * @param origin {@code default}, {@code file:line}, {@code environment variable BUS_X}, {@code system property
 *     -Dbus.x}, {@code --set bus.x} or {@code program}
 */
public record SettingsEntry(String key, String value, String origin) {
    /**
     * Whether nobody set it.
     *
     * @return {@code true} if the value is the built-in default
     */
    public boolean isDefault() {
        return origin.equals(Origins.DEFAULT);
    }

    /**
     * The value for a person or a shell script: text without its quotes, all else as in {@link #value()}.
     *
     * @return the bare value
     */
    public String bareValue() {
        return JsonText.unquoted(value);
    }
}
