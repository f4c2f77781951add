package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs come and go in a JVM that stays, as in an application server: once the bus is shut down, their classes can be
 * unloaded, though the threads that published live on.
 */
class ClassLoaderTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Predicate<String> IS_BUS =
            Pattern.compile("/bus-(config|signing|client)/").asPredicate();

    private final List<ThreadPoolExecutor> threads = new ArrayList<>();

    /** Has the bus, and is the parent of the programs' class loaders, as in a server that shares its libraries. */
    private static final class SharedLoader extends URLClassLoader {
        SharedLoader(URL[] urls, ClassLoader parent) {
            super("shared", urls, parent);
        }

        Object bus(String method, Object... arguments) throws ReflectiveOperationException {
            Class<?>[] types = new Class<?>[arguments.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = arguments[i].getClass();
            }
            return loadClass("org.busd.Bus").getMethod(method, types).invoke(null, arguments);
        }
    }

    private static final class ProgramLoader extends URLClassLoader {
        ProgramLoader(URL url, SharedLoader shared) {
            super("program", new URL[] {url}, shared);
        }
    }

    @BeforeEach
    void prepare(@TempDir Path dir) throws Exception {
        Path config = Files.writeString(
                dir.resolve("bus.conf"),
                new TestBus().set("shutdown-hook", "on").settings().toJson());
        System.setProperty("bus.config", config.toString());
        for (int i = 0; i < 2; i++) {
            ThreadPoolExecutor thread = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
            thread.prestartAllCoreThreads();
            threads.add(thread);
        }
    }

    @AfterEach
    void clean() {
        System.clearProperty("bus.config");
        threads.forEach(ThreadPoolExecutor::shutdown);
    }

    @Test
    void afterTheShutdownAProgramsClassesCanGo() throws Exception {
        SharedLoader shared = shared();
        WeakReference<ClassLoader> program = runProgram(shared);

        Object lost = within(program.get(), () -> shared.bus("shutdown", LONG));

        assertThat(lost).isEqualTo(0L);
        assertGoesWithout(shared, program);
    }

    @Test
    void afterTheCloseOfAClientThatIsKeptAProgramsClassesCanGo() throws Exception {
        SharedLoader shared = shared();
        AutoCloseable client = (AutoCloseable)
                shared.loadClass("org.busd.BusClient").getMethod("open").invoke(null);
        WeakReference<ClassLoader> program;
        try (AutoCloseable ignored = (AutoCloseable) shared.bus("use", client)) {
            program = runProgram(shared);
        }

        within(program.get(), () -> {
            client.close();
            return client;
        });

        assertGoesWithout(client, program);
    }

    @Test
    void afterTheShutdownTheBusItselfCanGo() throws Exception {
        assertGoes(runAndShutDown(shared()));
    }

    @Test
    void afterTheShutdownTheBusCanGoAlsoWhereItsLibrariesStay() throws Exception {
        ClassLoader libraries =
                new URLClassLoader(classPath(path -> !IS_BUS.test(path)), ClassLoader.getPlatformClassLoader());

        assertGoesWithout(libraries, runAndShutDown(new SharedLoader(classPath(IS_BUS), libraries)));
    }

    @Test
    void whatCannotBeOpenedHoldsNothingEither(@TempDir Path dir) throws Exception {
        Path broken = Files.writeString(dir.resolve("bus.conf"), "bus { publish { vai = none, linger = 3 } }");
        System.setProperty("bus.config", broken.toString());

        assertGoes(failToOpen());
    }

    private static WeakReference<ClassLoader> failToOpen() throws Exception {
        SharedLoader shared = shared();
        assertThatExceptionOfType(InvocationTargetException.class)
                .isThrownBy(() -> shared.bus("settings"))
                .havingCause()
                .withMessageContaining("vai")
                .withMessageContaining("linger");
        return new WeakReference<>(shared);
    }

    private WeakReference<ClassLoader> runAndShutDown(SharedLoader shared) throws Exception {
        WeakReference<ClassLoader> program = runProgram(shared);
        within(program.get(), () -> shared.bus("shutdown", LONG));
        return new WeakReference<>(shared);
    }

    private static SharedLoader shared() throws MalformedURLException {
        return new SharedLoader(classPath(path -> true), ClassLoader.getPlatformClassLoader());
    }

    /** Those parts of the class path, but for the tests. */
    private static URL[] classPath(Predicate<String> which) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            URL url = Path.of(path).toUri().toURL();
            if (which.test(path) && !url.equals(tests())) {
                urls.add(url);
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static URL tests() {
        return ClassLoaderTest.class.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Runs a program on each of the threads, which belong to nobody, as a container would. */
    private WeakReference<ClassLoader> runProgram(SharedLoader shared) throws Exception {
        ClassLoader loader = new ProgramLoader(tests(), shared);
        for (ThreadPoolExecutor thread : threads) {
            Object program = loader.loadClass("org.busd.apps.App")
                    .getDeclaredConstructor()
                    .newInstance();
            Object completed =
                    thread.submit(() -> within(loader, (Callable<?>) program)).get(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(completed).isEqualTo(1);
        }
        return new WeakReference<>(loader);
    }

    private static Object within(ClassLoader loader, Callable<?> task) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return task.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void assertGoesWithout(Object kept, WeakReference<ClassLoader> loader) {
        try {
            assertGoes(loader);
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    /** More than one collection, for handlers' threads may still be about to end. */
    private static void assertGoes(WeakReference<ClassLoader> loader) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (loader.get() != null && deadline - System.nanoTime() > 0) {
            System.gc();
        }
        assertThat(loader.get()).as("what is left of %s", loader.get()).isNull();
    }
}
