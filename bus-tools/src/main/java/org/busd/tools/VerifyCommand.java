package org.busd.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.busd.config.BusSettings;
import org.busd.config.SettingsException;
import org.busd.config.SettingsLoader;
import org.busd.config.SignatureAlgorithm;
import org.busd.config.Validation;
import org.busd.signing.Algorithm;
import org.busd.signing.RoutingPolicy;
import org.busd.signing.TrustException;
import org.busd.signing.TrustStore;
import org.busd.signing.Verdict;
import org.busd.signing.Verifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bus verify}: says of envelopes whether they are what their signers signed. */
@Command(
        name = "verify",
        description =
                "Verify envelopes, one a line, and print for each 'valid', a tab and the signer's name, or"
                        + " 'invalid', a tab and the reason. Done (exit code 0) only if all are valid. What no option says,"
                        + " bus.validation and bus.routing-policy say; only the authorities and their list never come from there.",
        footer = {
            "  bus tail --no-validate --count 10 | bus verify --ca /etc/pki/bus/ca.crt",
            "  bus verify --ca ca.crt --crl crl.pem --policy policy.conf kept.jsonl",
            "  bus verify --ca ca.crt --set bus.validation.max-age=1h kept.jsonl"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final String POLICY = "bus.routing-policy";

    private final BusCommand bus;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            required = true,
            description = "The trusted authorities, PEM: the self-signed ones, and those in between.")
    private @Nullable Path ca;

    @Option(names = "--crl", paramLabel = "FILE", description = "Their revocation lists, PEM.")
    private @Nullable Path crl;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Who may speak on which topic: a HOCON or JSON object, topic to list of names.")
    private @Nullable Path policy;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The envelopes. None: standard input.")
    private @Nullable Path file;

    VerifyCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() throws IOException {
        BusSettings settings = bus.settings();
        Verifier verifier = verifier(settings);
        if (file == null) {
            return verify(bus.console().in(), "standard input", settings, verifier);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return verify(in, file.toString(), settings, verifier);
        } catch (NoSuchFileException e) {
            throw new UsageException(file + ": there is no such file");
        }
    }

    private int verify(InputStream in, String source, BusSettings settings, Verifier verifier) throws IOException {
        Output out = bus.console().out();
        LineReader lines =
                new LineReader(in, source, settings.subscribe().maxMessageSize(), "bus.subscribe.max-message-size");
        boolean allValid = true;
        byte[] line;
        while ((line = lines.nextBytes()) != null) {
            Verdict verdict = verifier.verify(line);
            allValid &= verdict.isValid();
            out.line(text(verdict));
            if (in.available() == 0) {
                out.flush(); // who pipes messages in as they come sees verdicts as they come
            }
        }
        return allValid ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String text(Verdict verdict) {
        if (verdict instanceof Verdict.Valid valid) {
            return "valid\t" + valid.signer();
        }
        return "invalid\t" + ((Verdict.Invalid) verdict).reason();
    }

    private Verifier verifier(BusSettings settings) {
        Validation validation = settings.validation();
        TrustStore store;
        try {
            store = TrustStore.open(Objects.requireNonNull(ca), Optional.ofNullable(crl));
        } catch (TrustException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Verifier.Builder rules = Verifier.builder(store)
                .algorithms(algorithms(validation.algorithms()))
                .policy(RoutingPolicy.of(policy(settings), settings.routingNitpicky()))
                .maxClockSkew(validation.maxClockSkew());
        if (validation.crlStale() == Validation.CrlStale.FAIL) {
            rules.failWhenCrlIsStale();
        }
        validation.maxAge().ifPresent(rules::maxAge);
        return rules.build();
    }

    private static Set<Algorithm> algorithms(Set<SignatureAlgorithm> accepted) {
        Set<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        accepted.forEach(one -> algorithms.add(Algorithm.ofCrypto(one.word()).orElseThrow()));
        return algorithms;
    }

    /** It has the form of the setting, so the setting's rules are its own. */
    private Map<String, List<String>> policy(BusSettings settings) {
        if (policy == null) {
            return settings.routingPolicy();
        }
        try {
            String text = Files.readString(policy, StandardCharsets.UTF_8).strip();
            String object = text.startsWith("{") ? text : "{\n" + text + "\n}";
            return SettingsLoader.isolated().set(POLICY, object).load().routingPolicy();
        } catch (SettingsException e) {
            throw new UsageException(policy + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UsageException(policy + ": cannot be read: " + e);
        }
    }
}
