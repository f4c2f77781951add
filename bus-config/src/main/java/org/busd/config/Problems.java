package org.busd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects faults while the reading goes on. Confined to one load. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Notes the fault, once: a file may be met by several includes. */
    void add(Problem problem) {
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    /** A fault that lies before any key. */
    void add(String origin, String message) {
        add(new Problem(Optional.empty(), Optional.empty(), origin, message));
    }

    /** Whether the key, something in it or a block around it is at fault, so that its value means nothing. */
    boolean touch(String key) {
        for (Problem problem : found) {
            String faulty = problem.key().orElse("");
            boolean touches = faulty.equals(key)
                    || faulty.startsWith(key + ".")
                    || faulty.startsWith(key + "[")
                    || key.startsWith(faulty + ".");
            if (touches) {
                return true;
            }
        }
        return false;
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new SettingsException(found);
        }
    }
}
