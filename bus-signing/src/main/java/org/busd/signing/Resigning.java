package org.busd.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Signs canonical JSON that stands already: takes out what belongs to another signature, puts in what belongs to this. */
final class Resigning {
    private static final Set<String> REPLACED = Set.of("certificate", "crypto", "signature");
    private static final char DEL = 0x7f;

    private final List<Member> members = new ArrayList<>();

    private Resigning() {}

    /** A member's name, escaped as in the text, and all of it. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Member(String name, byte[] text) {}

    static byte[] sign(byte[] canonical, SigningPair pair) {
        Resigning signed = new Resigning();
        Members at = new Members(canonical);
        while (at.next()) {
            if (!REPLACED.contains(at.name())) {
                signed.members.add(new Member(at.name(), Arrays.copyOfRange(canonical, at.from(), at.valueTo())));
            }
        }
        signed.put("crypto", pair.cryptoMember());
        byte[] signature = pair.signatureMember(signed.text());
        signed.put("certificate", pair.certificateMember());
        signed.put("signature", signature);
        return signed.text();
    }

    private void put(String name, byte[] text) {
        int at = 0;
        while (at < members.size() && isBefore(members.get(at).name(), name)) {
            at++;
        }
        members.add(at, new Member(name, text));
    }

    /** In the order of code points; {@code ours} has small letters only, and is none of the names there are. */
    private static boolean isBefore(String escaped, String ours) {
        int i = 0;
        while (i < escaped.length() && i < ours.length() && escaped.charAt(i) == ours.charAt(i)) {
            i++;
        }
        if (i == escaped.length() || i == ours.length()) {
            return i == escaped.length();
        }
        if (escaped.charAt(i) != '\\') {
            return escaped.charAt(i) < ours.charAt(i);
        }
        // What has a short form comes before all letters; so do control characters, DEL and what follows it do not.
        return escaped.charAt(i + 1) != 'u' || Integer.parseInt(escaped, i + 2, i + 6, 16) < DEL;
    }

    private byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Member member : members) {
            out.write(out.size() == 0 ? '{' : ',');
            out.writeBytes(member.text());
        }
        out.writeBytes("}".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
