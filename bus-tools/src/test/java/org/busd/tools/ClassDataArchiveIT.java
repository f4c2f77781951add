package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassDataArchiveIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] PUBLISH = {"publish", "--set", "bus.publish.via=none", "greeting", "hello"};

    @TempDir
    private Path dir;

    private ImageFixture image;
    private Path cache;

    @BeforeEach
    void copyImageWithoutItsArchives() throws IOException {
        cache = dir.resolve("cache");
        Files.createDirectory(cache);
        image = ImageFixture.ofTheBuild()
                .copyTo(dir.toRealPath().resolve("bus"))
                .with("XDG_CACHE_HOME", cache.toString());
        deleteArchives();
    }

    @Test
    void theBuildMadeOneForItsJdkAndCommandsUseIt() throws Exception {
        ImageFixture built = ImageFixture.ofTheBuild();
        long withIt = classesFromArchive(built, "auto");
        long without = classesFromArchive(built.with("BUSD_ARCHIVE", "off"), "auto");

        assertThat(withIt).isGreaterThan(without + 500);
    }

    @Test
    void theFirstUseMakesOneInTheBackgroundAndLaterOnesUseIt() throws Exception {
        ImageFixture.Result first = image.bus(PUBLISH).endedWith(0);
        assertThat(first.out() + first.err()).isEmpty();
        awaitArchive(image.home().resolve("lib/archive"));

        assertThat(files(cache)).isEmpty();
        long used = classesFromArchive(image, "on");
        assertThat(used).as("with -Xshare:on it fails rather than go without").isPositive();
        assertThat(image.bus(PUBLISH).endedWith(0).out()).isEmpty();
    }

    @Test
    void everyJdkGetsOneOfItsOwn() throws Exception {
        Path other = otherJdk();
        make();

        image.with("JAVA_HOME", other.toString())
                .with("BUSD_ARCHIVE", "make")
                .bus("--version")
                .endedWith(0);

        assertThat(files(image.home().resolve("lib/archive")))
                .filteredOn(name -> name.endsWith(".jsa"))
                .hasSize(2);
        assertThat(classesFromArchive(image, "on")).isPositive();
    }

    /** A JDK beside this one that bus.d runs on; without one the test is skipped. */
    private static Path otherJdk() throws IOException {
        Path mine = Path.of(System.getProperty("java.home")).toRealPath();
        Path installed = Path.of("/usr/lib/jvm");
        assumeTrue(Files.isDirectory(installed), installed + " is not there");
        try (Stream<Path> homes = Files.list(installed)) {
            Optional<Path> other = homes.filter(
                            home -> !Files.isSymbolicLink(home) && !home.equals(mine) && isRecent(home))
                    .findFirst();
            assumeTrue(other.isPresent(), "no other JDK under " + installed);
            return other.orElseThrow();
        }
    }

    private static boolean isRecent(Path home) {
        try {
            return Files.readString(home.resolve("release"))
                    .lines()
                    .anyMatch(line -> line.matches("JAVA_VERSION=\"(1[7-9]|[2-9]\\d)\\b.*"));
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void manyAtOnceMakeOne() throws Exception {
        image.sh("for i in 1 2 3 4 5; do \"$BUS\" --version & done; wait").endedWith(0);
        Path archive = awaitArchive(image.home().resolve("lib/archive"));

        // Its lock is given up last.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(files(archive.getParent()))
                        .as("nothing half-made is left")
                        .allMatch(name -> name.endsWith(".jsa") || name.endsWith(".id"))
                        .hasSize(2));
        assertThat(classesFromArchive(image, "on")).isPositive();
    }

    @Test
    void aBrokenOneBreaksNothing() throws Exception {
        Path archive = make();
        for (byte[] broken : List.of(new byte[0], new byte[5000], "not an archive".getBytes(StandardCharsets.UTF_8))) {
            FileTime time = Files.getLastModifiedTime(archive);
            Files.delete(archive);
            Files.write(archive, broken);
            Files.setLastModifiedTime(archive, time);

            ImageFixture.Result result = image.bus("config", "publish.via").endedWith(0);
            assertThat(result.out()).isEqualTo("endpoint\n");
        }
    }

    @Test
    void aStaleOneIsNotUsedAndPrintsNothingToStdout() throws Exception {
        Path archive = make();
        // Another build of the same jar, of which the .id knows nothing.
        Path jar;
        try (Stream<Path> jars = Files.list(image.home().resolve("lib"))) {
            jar = jars.filter(file -> file.getFileName().toString().startsWith("picocli"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));

        ImageFixture.Result result = image.bus("config", "publish.via").endedWith(0);

        assertThat(result.out()).isEqualTo("endpoint\n");
        assertThat(archive).exists();
    }

    @Test
    void aNewerImageGetsANewOne() throws Exception {
        Path archive = make();
        Path id = Path.of(archive.toString().replaceAll("jsa$", "id"));
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(id, old);
        Files.setLastModifiedTime(archive, old);

        image.bus("--version").endedWith(0);

        await().atMost(PATIENCE)
                .until(() -> Files.exists(id) && Files.getLastModifiedTime(id).compareTo(old) > 0);
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(old);
    }

    @Test
    void anImageThatMovedGetsANewOne() throws Exception {
        make();
        ImageFixture moved = image.copyTo(dir.toRealPath().resolve("moved"));
        Path archives = moved.home().resolve("lib/archive");
        Path id =
                archives.resolve(awaitArchive(archives).getFileName().toString().replaceAll("jsa$", "id"));

        assertThat(moved.bus(PUBLISH).endedWith(0).out()).isEmpty();

        await().atMost(PATIENCE)
                .until(() -> Files.exists(id)
                        && Files.readString(id).startsWith(moved.home().toString()));
    }

    @Test
    void aJdkThatCannotMakeOneIsNotAskedAgain() throws Exception {
        Files.delete(image.home().resolve("lib/classes.list"));
        Files.createDirectory(image.home().resolve("lib/classes.list"));
        ImageFixture making = image.with("BUSD_ARCHIVE", "make");

        making.bus("--version").endedWith(0);
        Path archives = image.home().resolve("lib/archive");
        assertThat(files(archives)).singleElement().asString().endsWith(".id");
        FileTime tried =
                Files.getLastModifiedTime(archives.resolve(files(archives).get(0)));
        making.bus("--version").endedWith(0);

        assertThat(Files.getLastModifiedTime(archives.resolve(files(archives).get(0))))
                .isEqualTo(tried);
    }

    @Test
    void aLockOfTheDeadHoldsNobodyUp() throws Exception {
        Path archive = make();
        String base = archive.toString().replaceAll("\\.jsa$", "");
        deleteArchives();
        Files.writeString(Path.of(base + ".lock"), "999999999\n");

        image.with("BUSD_ARCHIVE", "make").bus("--version").endedWith(0);

        assertThat(archive).exists();
        assertThat(Path.of(base + ".lock")).doesNotExist();
    }

    /** The number of a process comes again: its owner was killed, and somebody else has it. */
    @Test
    void neitherDoesAnOldOneOfSomebodyWhoLives() throws Exception {
        Path archive = make();
        Path lock = Path.of(archive.toString().replaceAll("\\.jsa$", ".lock"));
        deleteArchives();
        Files.writeString(lock, ProcessHandle.current().pid() + "\n");
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        image.with("BUSD_ARCHIVE", "make").bus("--version").endedWith(0);

        assertThat(archive).exists();
        assertThat(lock).doesNotExist();
    }

    private Path make() throws IOException, InterruptedException {
        image.with("BUSD_ARCHIVE", "make").bus("--version").endedWith(0);
        image.with("BUSD_ARCHIVE", "");
        return awaitArchive(image.home().resolve("lib/archive"));
    }

    private static Path awaitArchive(Path archives) throws IOException {
        await().atMost(PATIENCE)
                .until(() -> files(archives).stream().anyMatch(name -> name.endsWith(".id"))
                        && files(archives).stream().noneMatch(name -> name.endsWith(".lock")));
        return archives.resolve(files(archives).stream()
                .filter(name -> name.endsWith(".jsa"))
                .findFirst()
                .orElseThrow());
    }

    private void deleteArchives() throws IOException {
        Path archives = image.home().resolve("lib/archive");
        for (String name : files(archives)) {
            Files.delete(archives.resolve(name));
        }
    }

    private static List<String> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private long classesFromArchive(ImageFixture from, String share) throws IOException, InterruptedException {
        Path log = dir.resolve("classes.log");
        Files.deleteIfExists(log);
        from.with("BUSD_JAVA_OPTS", "-Xshare:" + share + " -Xlog:class+load:file=" + log)
                .bus(PUBLISH)
                .endedWith(0);
        from.with("BUSD_JAVA_OPTS", "");
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("shared objects file")).count();
        }
    }
}
