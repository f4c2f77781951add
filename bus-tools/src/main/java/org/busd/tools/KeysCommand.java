package org.busd.tools;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.signing.SigningException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bus keys}: a small certificate authority in a directory. */
@Command(
        name = "keys",
        description =
                "A small certificate authority for development and small sites. DIR gets ca.crt, ca.key and crl.pem,"
                        + " and NAME.crt and NAME.key for each name. Keys are readable for their owner only and have no"
                        + " passphrase. Nothing is overwritten but crl.pem, and that in one step.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  bus keys init /etc/pki/bus",
            "  bus keys issue /etc/pki/bus orders-app01.example.org",
            "  bus keys issue /etc/pki/bus old-app01.example.org --type rsa     for talking to fedmsg",
            "  bus keys revoke /etc/pki/bus orders-app01.example.org",
            "  bus keys renew /etc/pki/bus"
        })
final class KeysCommand implements Runnable {

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    KeysCommand(BusCommand bus) {
        this.console = bus.console();
    }

    /** For picocli. */
    static final class KeyTypes extends WordConverter<KeyType> {
        KeyTypes() {
            super(KeyType.class);
        }
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "Missing a command");
    }

    @Command(
            name = "init",
            description = "Make a new authority in DIR, which is made if it is not there. It is good for ten years.",
            footer = "  bus keys init /etc/pki/bus")
    int init(@Parameters(paramLabel = "DIR", description = "Where its files are.") Path dir) {
        return told(() -> {
            DevelopmentCa ca = DevelopmentCa.init(dir);
            return "made " + ca.certificate() + " and " + ca.crl()
                    + ": bus.validation.ca and bus.validation.crl of those who verify";
        });
    }

    @Command(
            name = "issue",
            description = "Make a key and a certificate for NAME. It is good for a year.",
            footer = {
                "  bus keys issue /etc/pki/bus orders-app01.example.org",
                "  bus keys issue /etc/pki/bus old-app01.example.org --type rsa"
            })
    int issue(
            @Parameters(paramLabel = "DIR", description = "Where the authority is.") Path dir,
            @Parameters(paramLabel = "NAME", description = "By what name verifiers know the signer.") String name,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            defaultValue = "ec",
                            converter = KeyTypes.class,
                            completionCandidates = KeyTypes.class,
                            description =
                                    "What kind of key: rsa, ec or ed25519; ec unless given. fedmsg verifies rsa only.")
                    KeyType type) {
        return told(() -> {
            DevelopmentCa.Issued issued = DevelopmentCa.open(dir).issue(name, type);
            return "made " + issued.certificate() + " and " + issued.key()
                    + ": bus.signing.certificate and bus.signing.key of the signer";
        });
    }

    @Command(
            name = "revoke",
            description = "Put the certificate of NAME on the revocation list crl.pem, for good.",
            footer = "  bus keys revoke /etc/pki/bus orders-app01.example.org")
    int revoke(
            @Parameters(paramLabel = "DIR", description = "Where the authority is.") Path dir,
            @Parameters(paramLabel = "NAME", description = "Whose certificate it is.") String name) {
        return told(() -> {
            DevelopmentCa ca = DevelopmentCa.open(dir);
            return ca.revoke(name)
                    ? "revoked " + name + "; give " + ca.crl() + " to those who verify"
                    : name + " was revoked already";
        });
    }

    @Command(
            name = "renew",
            description = "Make the revocation list crl.pem good for a year from now. Whom it lists stays.",
            footer = "  bus keys renew /etc/pki/bus")
    int renew(@Parameters(paramLabel = "DIR", description = "Where the authority is.") Path dir) {
        return told(() -> {
            DevelopmentCa ca = DevelopmentCa.open(dir);
            ca.renewCrl();
            return "renewed " + ca.crl() + "; give it to those who verify";
        });
    }

    /** What was done is for people: there are no data. */
    private int told(Supplier<String> work) {
        try {
            console.tell(work.get());
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (SigningException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }
}
