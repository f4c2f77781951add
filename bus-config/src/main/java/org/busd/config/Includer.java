package org.busd.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Includes files, found from the directory of the file that includes them. Nothing comes over a network or from the
 * class path: who may write there is not who may write the configuration.
 */
final class Includer implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private final ConfigFile including;

    Includer(ConfigFile including) {
        this.including = including;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return what.contains("://") ? refuse("url(\"" + what + "\")") : file(context, what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return file(context, what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refuse("url(\"" + what + "\")");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return refuse("classpath(\"" + what + "\")");
    }

    private ConfigObject file(ConfigIncludeContext context, String what) {
        ConfigFile file;
        try {
            file = including.include(Path.of(what));
        } catch (InvalidPathException refused) {
            return fault("include " + JsonText.quoted(what) + " does not name a file");
        }
        if (file.isInACircle()) {
            return fault("include " + JsonText.quoted(what) + " goes in a circle");
        }
        // By HOCON's rules an absent file is passed over, unless it is `required(…)`. A dangling link is not absent.
        boolean absent = !Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS);
        if (absent && !context.parseOptions().getAllowMissing()) {
            return fault("include required(" + JsonText.quoted(what) + "): " + file.path() + " does not exist");
        }
        return absent ? nothing() : file.read().root();
    }

    private ConfigObject refuse(String what) {
        return fault("include " + what + " is refused: write include file(\"…\")");
    }

    private ConfigObject fault(String message) {
        including.problems().add(including.path().toString(), message);
        return nothing();
    }

    private static ConfigObject nothing() {
        return ConfigFactory.empty().root();
    }
}
