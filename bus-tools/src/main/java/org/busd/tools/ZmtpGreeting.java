package org.busd.tools;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.busd.config.Endpoint;

/** Says hello at an endpoint as ZMTP 3 wants it (RFC 23), and hears whether ZeroMQ answers. */
final class ZmtpGreeting {

    /** What {@link #at} answers where nobody listens at all. */
    static final String NOBODY = "nobody listens";

    /** What it answers where ZeroMQ does. */
    static final String ANSWERS = "answers";

    private static final int GREETING_BYTES = 64;
    private static final int SIGNATURE_BYTES = 10;
    private static final int SIGNATURE_FIRST = 0xff;
    private static final int SIGNATURE_LAST = 0x7f;
    private static final int VERSION = 3;
    private static final int MECHANISM_AT = 12;

    private ZmtpGreeting() {}

    /** {@link #ANSWERS}, {@link #NOBODY}, or what else is there. */
    static String at(Endpoint endpoint, Duration wait) {
        int millis = (int) Math.max(1, Math.min(wait.toMillis(), Integer.MAX_VALUE));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(greeting());
            byte[] signature = new byte[SIGNATURE_BYTES];
            new DataInputStream(socket.getInputStream()).readFully(signature);
            return isSignature(signature) ? ANSWERS : "answers, but is not ZeroMQ";
        } catch (SocketTimeoutException e) {
            return "does not answer in time";
        } catch (EOFException e) {
            return "closes the connection: it is not ZeroMQ, or refuses us";
        } catch (ConnectException e) {
            return NOBODY;
        } catch (IOException e) {
            return "cannot be reached: " + e.getMessage();
        }
    }

    private static byte[] greeting() {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) SIGNATURE_FIRST;
        greeting[SIGNATURE_BYTES - 1] = SIGNATURE_LAST;
        greeting[SIGNATURE_BYTES] = VERSION;
        byte[] mechanism = {'N', 'U', 'L', 'L'};
        System.arraycopy(mechanism, 0, greeting, MECHANISM_AT, mechanism.length);
        return greeting;
    }

    private static boolean isSignature(byte[] bytes) {
        return (bytes[0] & 0xff) == SIGNATURE_FIRST && bytes[SIGNATURE_BYTES - 1] == SIGNATURE_LAST;
    }
}
