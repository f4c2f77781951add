package org.busd.signing;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** The name a certificate gives its holder: the only common name in it, compared character by character. */
final class SignerName {
    private static final int LONGEST = 256;

    private SignerName() {}

    static String of(X509Certificate certificate) throws InvalidMessageException {
        List<ASN1Encodable> names = new ArrayList<>();
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        for (RDN part : subject.getRDNs()) {
            for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
                if (attribute.getType().equals(BCStyle.CN)) {
                    names.add(attribute.getValue());
                }
            }
        }
        if (names.size() != 1) {
            throw new InvalidMessageException(
                    Reason.UNTRUSTED,
                    "the certificate must have one common name (CN) to know its holder by; it has " + names.size());
        }
        return text(names.get(0));
    }

    private static String text(ASN1Encodable value) throws InvalidMessageException {
        boolean ascii = value instanceof DERPrintableString || value instanceof DERIA5String;
        if (!ascii && !(value instanceof DERUTF8String) && !(value instanceof DERBMPString)) {
            throw odd("is of a kind of text that is read in several ways");
        }
        String name = ((ASN1String) value).getString();
        if (name.isEmpty() || name.length() > LONGEST) {
            throw odd("has " + name.length() + " characters");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || (ascii && c >= 128)) {
                throw odd("holds characters that are none of its kind of text, or are to be seen nowhere");
            }
        }
        return name;
    }

    private static InvalidMessageException odd(String why) {
        return new InvalidMessageException(Reason.UNTRUSTED, "the certificate's common name " + why);
    }
}
