package org.busd.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used as they are. Carries every fault that was found, not only the first. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    SettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * The faults, those of whole files first. {@link #getMessage()} has them one a line.
     *
     * @return at least one fault; unmodifiable
     */
    public List<Problem> problems() {
        return problems;
    }
}
