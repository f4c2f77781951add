package org.busd.tools.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.busd.tools.BusTool;
import org.busd.tools.FreePorts;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The last step of the runnable image: everything in it that is made by running what is in it already. */
public final class ImageBuild {

    private static final long PATIENCE_SECONDS = 60;

    private final Path image;

    private ImageBuild(Path image) {
        this.image = image;
    }

    /**
     * Completes an image.
     *
     * @param args the directory of the image, with {@code bin} and {@code lib} in place
     * @throws IOException if a file cannot be written
     * @throws InterruptedException if the build is cut short
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        ImageBuild build = new ImageBuild(Path.of(args[0]));
        Files.deleteIfExists(build.complete());
        build.writeDocuments();
        build.makeArchive();
        Files.writeString(build.complete(), "");
    }

    /** Its time is that of the image: the launcher at the root builds again when a source is newer. */
    private Path complete() {
        return image.resolve("complete");
    }

    private void writeDocuments() throws IOException {
        CommandLine bus = BusTool.ofThisProcess().commandLine();
        Path completions = Files.createDirectories(image.resolve("share/bash-completion/completions"));
        Files.writeString(completions.resolve("bus"), AutoComplete.bash("bus", bus));
        Path man = Files.createDirectories(image.resolve("share/man/man1"));
        ManPages.write(bus, man);
    }

    /** Lists the classes that real commands load, and has the launcher make the archive for the JDK of this build. */
    private void makeArchive() throws IOException, InterruptedException {
        deleteArchives();
        String endpoint = "tcp://127.0.0.1:" + FreePorts.row(1);
        List<Path> lists = new ArrayList<>();
        Process tail = rehearse(
                lists,
                "tail",
                "--endpoint",
                endpoint,
                "--count",
                "1",
                "--timeout",
                "30s",
                "--set=bus.validation.mode=off");
        Process publish = rehearse(
                lists,
                "publish",
                "--via=endpoint",
                "--wait=30s",
                "--set=bus.name=image-build",
                "--set=bus.endpoints.image-build=[\"" + endpoint + "\"]",
                "greeting",
                "hello");
        finish(publish);
        finish(tail);
        finish(rehearse(lists, "config"));
        finish(rehearse(lists, "--help"));

        Set<String> classes = new LinkedHashSet<>();
        for (Path list : lists) {
            for (String line : Files.readAllLines(list)) {
                if (isPortable(line)) {
                    classes.add(withoutId(line));
                }
            }
            Files.delete(list);
        }
        Files.write(image.resolve("lib/classes.list"), classes);
        ProcessBuilder version = launcher("--version");
        version.environment().put("BUSD_ARCHIVE", "make");
        finish(version.start());
    }

    /** Whether a JDK 17 understands the line too, and the loaders of the commands are the ordinary ones. */
    private static boolean isPortable(String line) {
        return line.startsWith("@") ? line.startsWith("@lambda-proxy ") : !line.contains(" super: ");
    }

    /** Newer JDKs number the classes of a list, which cannot be if lists are joined. */
    private static String withoutId(String line) {
        int id = line.indexOf(" id: ");
        return id < 0 ? line : line.substring(0, id);
    }

    private void deleteArchives() throws IOException {
        Path archives = image.resolve("lib/archive");
        if (Files.isDirectory(archives)) {
            try (Stream<Path> old = Files.list(archives)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Process rehearse(List<Path> lists, String... arguments) throws IOException {
        Path list = Files.createTempFile(image.resolve("lib"), "classes", ".list");
        lists.add(list);
        ProcessBuilder builder = launcher(arguments);
        builder.environment().put("BUSD_JAVA_OPTS", "-XX:DumpLoadedClassList=" + list);
        builder.environment().put("BUSD_ARCHIVE", "off");
        return builder.start();
    }

    private ProcessBuilder launcher(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, image.resolve("bin/bus").toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("BUS_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    private static void finish(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s: " + process.info());
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("a command of the new image failed with " + process.exitValue());
        }
    }
}
