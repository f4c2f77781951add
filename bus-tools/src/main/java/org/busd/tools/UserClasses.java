package org.busd.tools;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.busd.BusClient;
import org.busd.Consumer;
import org.busd.Hub;
import org.busd.Producer;

/**
 * Other people's consumers and producers: found by {@link ServiceLoader}, or named. Their classes come from the command's
 * own class path and from jars and directories that are given; these have a class loader of their own, which ends with
 * this.
 */
final class UserClasses implements AutoCloseable {
    private final URLClassLoader loader;
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Producer> producers = new ArrayList<>();

    private UserClasses(URLClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Makes them.
     *
     * @param classpath jars, directories of classes, {@code dir/*} for all jars in one; several parted by the platform's path
     *     separator
     * @param names classes to be used; none: all that are found
     * @throws UsageException if a path is not there, or a class is not what it should be
     * @throws FailedException if one cannot be made
     */
    static UserClasses load(List<String> classpath, List<String> names) {
        UserClasses classes = new UserClasses(new URLClassLoader(
                "bus-hub-classpath", urls(classpath).toArray(URL[]::new), UserClasses.class.getClassLoader()));
        try {
            if (names.isEmpty()) {
                classes.addFound();
            } else {
                names.forEach(classes::addNamed);
            }
            return classes;
        } catch (ServiceConfigurationError e) {
            classes.close();
            throw new FailedException(String.valueOf(e.getMessage()) + cause(e));
        } catch (LinkageError e) {
            classes.close();
            throw new FailedException("a class cannot be used: " + e
                    + ": does --classpath have all that it needs, and is this Java ("
                    + Runtime.version().feature() + ") not older than what it was compiled for?");
        } catch (RuntimeException | Error e) {
            classes.close();
            throw e;
        }
    }

    private static String cause(Throwable e) {
        return e.getCause() == null ? "" : ": " + e.getCause();
    }

    private static List<URL> urls(List<String> classpath) {
        List<URL> urls = new ArrayList<>();
        for (String value : classpath) {
            for (String part : value.split(File.pathSeparator, -1)) {
                if (part.endsWith("/*")) {
                    jarsIn(Path.of(part.substring(0, part.length() - 2))).forEach(jar -> urls.add(url(jar)));
                } else {
                    urls.add(url(Path.of(part)));
                }
            }
        }
        return urls;
    }

    private static List<Path> jarsIn(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UsageException("--classpath " + directory + "/*: no directory that can be read");
        }
    }

    private static URL url(Path path) {
        if (path.toString().isEmpty() || !Files.isReadable(path)) {
            throw new UsageException("--classpath " + path + ": no file or directory that can be read");
        }
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UsageException("--classpath " + path + ": " + e.getMessage());
        }
    }

    private void addFound() {
        ServiceLoader.load(Consumer.class, loader).forEach(consumers::add);
        ServiceLoader.load(Producer.class, loader).forEach(producers::add);
    }

    private void addNamed(String name) {
        if (!addProvided(name)) {
            add(name, instance(name));
        }
    }

    /** A service may have another way than its constructor. */
    private boolean addProvided(String name) {
        boolean consumes = addProvided(Consumer.class, name, consumers);
        boolean produces = addProvided(Producer.class, name, producers);
        return consumes || produces;
    }

    private <T> boolean addProvided(Class<T> service, String name, List<T> to) {
        List<ServiceLoader.Provider<T>> named = ServiceLoader.load(service, loader).stream()
                .filter(provider -> provider.type().getName().equals(name))
                .toList();
        named.forEach(provider -> to.add(provider.get()));
        return !named.isEmpty();
    }

    private Object instance(String name) {
        try {
            Class<?> type = Class.forName(name, true, loader);
            return MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class))
                    .invoke();
        } catch (ClassNotFoundException e) {
            throw new UsageException("--consumer " + name + ": there is no such class: does --classpath have it?");
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new UsageException(
                    "--consumer " + name + ": must be a public class with a public constructor without parameters");
        } catch (Throwable e) {
            throw new FailedException(name + " cannot be made: " + e);
        }
    }

    private void add(String name, Object instance) {
        boolean any = false;
        if (instance instanceof Consumer consumer) {
            consumers.add(consumer);
            any = true;
        }
        if (instance instanceof Producer producer) {
            producers.add(producer);
            any = true;
        }
        if (!any) {
            throw new UsageException(
                    "--consumer " + name + ": is neither an org.busd.Consumer nor an org.busd.Producer");
        }
    }

    List<Consumer> consumers() {
        return List.copyOf(consumers);
    }

    List<Producer> producers() {
        return List.copyOf(producers);
    }

    /** A hub with all of them. */
    Hub.Builder hub(BusClient bus) {
        return Hub.builder(bus)
                .consumers(consumers.toArray(Consumer[]::new))
                .producers(producers.toArray(Producer[]::new));
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            // Nothing was written; the files are closed with the process at the latest.
            return;
        }
    }
}
