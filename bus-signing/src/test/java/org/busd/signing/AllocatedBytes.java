package org.busd.signing;

import java.lang.reflect.Method;

/**
 * What the current thread has allocated so far. Asked by reflection: the tests are compiled as part of the module, which
 * has no need of {@code java.management}.
 */
final class AllocatedBytes {
    private final Object threads;
    private final Method allocated;

    AllocatedBytes() throws ReflectiveOperationException {
        threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        allocated = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
    }

    long now() throws ReflectiveOperationException {
        return (Long) allocated.invoke(threads);
    }
}
