// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Verifies and makes document signatures with the JDK's own engine, as an agency's Java program would. */
public final class XMLSignatureOracle {
    private static final String EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
    private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

    /** {@code verify FILE…} prints one line each; {@code sign IN OUT KEY CERTIFICATE RSA|EC METHOD DIGEST}. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("sign")) {
            for (int first = 1; first + 6 < arguments.length; first += 7) {
                sign(arguments, first);
            }
            return;
        }
        for (int index = 1; index < arguments.length; index++) {
            System.out.println("verdict " + verify(Path.of(arguments[index])));
        }
    }

    private static Document parse(Path path) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(path.toFile());
    }

    private static boolean verify(Path path) throws Exception {
        Document document = parse(path);
        Element signature = (Element) document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
        String text = signature.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate").item(0).getTextContent();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getMimeDecoder().decode(text)));
        DOMValidateContext context = new DOMValidateContext(certificate.getPublicKey(), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        return FACTORY.unmarshalXMLSignature(context).validate(context);
    }

    private static void sign(String[] words, int first) throws Exception {
        Document document = parse(Path.of(words[first]));
        String pem = Files.readString(Path.of(words[first + 2])).replaceAll("-----[A-Z ]+-----", "");
        PrivateKey key = KeyFactory.getInstance(words[first + 4])
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
            .generateCertificate(Files.newInputStream(Path.of(words[first + 3])));
        Reference reference = FACTORY.newReference(
            "",
            FACTORY.newDigestMethod(words[first + 6], null),
            List.of(
                FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                FACTORY.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
            null,
            null);
        SignedInfo signedInfo = FACTORY.newSignedInfo(
            FACTORY.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
            FACTORY.newSignatureMethod(words[first + 5], null),
            List.of(reference));
        KeyInfoFactory keyInfos = FACTORY.getKeyInfoFactory();
        KeyInfo keyInfo = keyInfos.newKeyInfo(List.of(keyInfos.newX509Data(
            List.of(certificate.getSubjectX500Principal().getName(), certificate))));
        Element header = (Element) document.getElementsByTagNameNS(EDXML, "edXMLHeader").item(0);
        FACTORY.newXMLSignature(signedInfo, keyInfo).sign(new DOMSignContext(key, header));
        try (OutputStream out = Files.newOutputStream(Path.of(words[first + 1]))) {
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(out));
        }
    }
}
