package io.headroom.server.tls;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;

/** Where in a certificate the name of the account stands. */
public enum CertificateName {
    /** The common name of the subject: the last one, which is the most particular. */
    CN {
        @Override
        List<String> of(X509CertificateHolder certificate) {
            RDN[] names = certificate.getSubject().getRDNs(BCStyle.CN);
            return names.length == 0 || names[names.length - 1].isMultiValued()
                    ? List.of()
                    : List.of(names[names.length - 1].getFirst().getValue().toString());
        }
    },
    /** The e-mail addresses among the alternative names. */
    EMAIL {
        @Override
        List<String> of(X509CertificateHolder certificate) {
            return alternatives(certificate, GeneralName.rfc822Name).stream()
                    .map(Object::toString)
                    .toList();
        }
    },
    /** What Active Directory knows a user by, among the alternative names. */
    UPN {
        @Override
        List<String> of(X509CertificateHolder certificate) {
            return alternatives(certificate, GeneralName.otherName).stream()
                    .map(CertificateName::principal)
                    .flatMap(Optional::stream)
                    .toList();
        }
    };

    private static final ASN1ObjectIdentifier PRINCIPAL = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    abstract List<String> of(X509CertificateHolder certificate);

    /** The names, in the order of the certificate. */
    public List<String> of(X509Certificate certificate) {
        try {
            return of(new X509CertificateHolder(certificate.getEncoded()));
        } catch (CertificateEncodingException | IOException | IllegalArgumentException e) {
            // What can't be read names nobody.
            return List.of();
        }
    }

    private static List<ASN1Encodable> alternatives(X509CertificateHolder certificate, int kind) {
        List<ASN1Encodable> found = new ArrayList<>();
        GeneralNames names = GeneralNames.fromExtensions(certificate.getExtensions(), Extension.subjectAlternativeName);
        if (names != null) {
            for (GeneralName name : names.getNames()) {
                if (name.getTagNo() == kind) {
                    found.add(name.getName());
                }
            }
        }
        return found;
    }

    private static Optional<String> principal(ASN1Encodable otherName) {
        ASN1Sequence pair = ASN1Sequence.getInstance(otherName);
        return pair.size() == 2
                        && PRINCIPAL.equals(pair.getObjectAt(0))
                        && ASN1TaggedObject.getInstance(pair.getObjectAt(1)).getExplicitBaseObject()
                                instanceof ASN1String text
                ? Optional.of(text.getString())
                : Optional.empty();
    }
}
