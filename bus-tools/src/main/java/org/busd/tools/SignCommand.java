package org.busd.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.busd.signing.Algorithm;
import org.busd.signing.InvalidMessageException;
import org.busd.signing.Signer;
import org.busd.signing.SignerFiles;
import org.busd.signing.SigningException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bus sign}: signs envelopes that stand already. */
@Command(
        name = "sign",
        description = "Sign envelopes, one a line, from FILE or standard input, and print them in canonical form. A"
                + " signature that is there is replaced. A line that is no envelope ends it, with exit code 2; those"
                + " before it have been printed.",
        footer = {
            "  bus sign --certificate app01.crt --key app01.key messages.jsonl",
            "  bus tail --no-validate | bus sign --certificate app01.crt --key app01.key --algorithm x509-rs256"
        })
final class SignCommand implements Callable<Integer> {

    private final BusCommand bus;
    private final Console console;

    @Option(
            names = "--certificate",
            required = true,
            paramLabel = "FILE",
            description = "The signer's certificate, PEM.")
    private Path certificate = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "Its private key, PEM.")
    private Path key = Path.of("");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Holds the key's passphrase, if it has one.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--algorithm",
            paramLabel = "ALGORITHM",
            description = "x509, x509-rs256, x509-es256 or x509-ed25519; chosen by the key unless given.")
    private @Nullable String algorithm;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The envelopes; without it standard input.")
    private @Nullable Path file;

    SignCommand(BusCommand bus) {
        this.bus = bus;
        this.console = bus.console();
    }

    @Override
    public Integer call() throws IOException {
        Signer signer = signer();
        signer.warnings().forEach(console::tell);
        try (EnvelopeInput input = EnvelopeInput.open(file, console)) {
            sign(signer, input.lines(bus.settings()));
        }
        return ExitCode.DONE;
    }

    private Signer signer() {
        Optional<Algorithm> way = Optional.ofNullable(algorithm).map(SignCommand::algorithm);
        try {
            return Signer.open(new SignerFiles(certificate, key, Optional.ofNullable(passphraseFile)), way);
        } catch (SigningException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Algorithm algorithm(String word) {
        return Algorithm.ofCrypto(word)
                .orElseThrow(() -> new UsageException("--algorithm " + word + " is none of "
                        + Arrays.stream(Algorithm.values())
                                .map(Algorithm::crypto)
                                .collect(Collectors.joining(", "))));
    }

    private void sign(Signer signer, LineReader lines) {
        try {
            byte[] line;
            while ((line = lines.nextBytes()) != null) {
                console.out().line(signer.sign(line));
                if (lines.mayWait()) {
                    console.out().flush(); // who pipes envelopes in as they come gets them as they come
                }
            }
        } catch (InvalidMessageException e) {
            throw new UsageException(lines.where() + ": " + e.getMessage());
        } catch (SigningException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }
}
