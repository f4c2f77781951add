package org.busd.it;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link Repeated} {@code -Dbusd.test.repeat} times. */
public final class Repetitions implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return IntStream.rangeClosed(1, number("busd.test.repeat", 1))
                .mapToObj(n -> new TestTemplateInvocationContext() {
                    @Override
                    public String getDisplayName(int invocation) {
                        return context.getDisplayName() + " " + n;
                    }
                });
    }

    /** A system property of the build; unset or empty: {@code otherwise}. */
    public static int number(String property, int otherwise) {
        String text = System.getProperty(property, "");
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }
}
