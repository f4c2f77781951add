package org.busd.internal.topic;

/**
 * Derives a modname from the package of the class that publishes: the segment after the topic prefix if the package
 * begins with it, else the third, else the last; {@code app} for the unnamed package. So {@code org.example.orders.web}
 * publishes as {@code orders} on the bus of {@code org.example}. Remembered for each class, without holding it.
 *
 * <p>Thread-safe.
 */
public final class ModuleNames {
    private final ClassValue<String> names;

    public ModuleNames(String topicPrefix) {
        names = new ClassValue<>() {
            @Override
            protected String computeValue(Class<?> type) {
                return derive(type.getPackageName(), topicPrefix);
            }
        };
    }

    /** The modname of what {@code caller} publishes. */
    public String of(Class<?> caller) {
        return names.get(caller);
    }

    static String derive(String packageName, String topicPrefix) {
        if (packageName.isEmpty()) {
            return "app";
        }
        if (packageName.startsWith(topicPrefix + ".")) {
            return segment(packageName.substring(topicPrefix.length() + 1), 0);
        }
        return segment(packageName, 2);
    }

    /** Segment number {@code index} of {@code name}, or its last one if it has fewer. */
    private static String segment(String name, int index) {
        int start = 0;
        for (int i = 0; i < index; i++) {
            int dot = name.indexOf('.', start);
            if (dot < 0) {
                break;
            }
            start = dot + 1;
        }
        int end = name.indexOf('.', start);
        return end < 0 ? name.substring(start) : name.substring(start, end);
    }
}
