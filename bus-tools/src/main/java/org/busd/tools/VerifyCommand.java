package org.busd.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.busd.Verifiers;
import org.busd.config.BusSettings;
import org.busd.config.SettingsException;
import org.busd.config.SettingsLoader;
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
        try (EnvelopeInput input = EnvelopeInput.open(file, bus.console())) {
            return verify(input.lines(settings), verifier);
        } catch (Output.ReaderGoneException e) {
            return ExitCode.FAILED; // what has not been looked at may be invalid
        }
    }

    private int verify(LineReader lines, Verifier verifier) {
        Output out = bus.console().out();
        boolean allValid = true;
        byte[] line;
        while ((line = lines.nextBytes()) != null) {
            Verdict verdict = verifier.verify(line);
            allValid &= verdict.isValid();
            out.line(text(verdict));
            if (lines.mayWait()) {
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
        TrustStore store;
        try {
            store = TrustStore.open(Objects.requireNonNull(ca), Optional.ofNullable(crl));
        } catch (TrustException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return Verifiers.builder(settings, store)
                .policy(RoutingPolicy.of(policy(settings), settings.routingNitpicky()))
                .build();
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
