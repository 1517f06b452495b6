package dev.roam.it.harness;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name and a password that a browser was told once, and with which it answers whoever asks for them: by BASIC (RFC 7617) or DIGEST (RFC 7616).
 * Not thread-safe.
 */
final class Credentials {

    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");
    private static final String CLIENT_NONCE = "0a4f113b";

    private final String user;
    private final String password;
    private final Map<String, String> challenge = new HashMap<>();
    private boolean digest;
    private int answers;

    Credentials(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** Takes the question of an answer with status 401. */
    void take(Response question) {
        String header = question.header("www-authenticate").get(0);
        digest = header.startsWith("Digest");
        challenge.clear();
        Matcher parameter = PARAMETER.matcher(header);
        while (parameter.find()) {
            challenge.put(
                    parameter.group(1).toLowerCase(Locale.ROOT),
                    parameter.group(2) == null ? parameter.group(3) : parameter.group(2));
        }
        answers = 0;
    }

    /** The header of a request, with its end of line; nothing before anybody has asked. */
    String header(String method, String target) {
        if (challenge.isEmpty()) {
            return "";
        }
        return "Authorization: " + (digest ? digest(method, target) : basic()) + "\r\n";
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private String digest(String method, String target) {
        String count = String.format("%08x", ++answers);
        String nonce = challenge.get("nonce");
        String who = hash(user + ":" + challenge.get("realm") + ":" + password);
        String what = hash(method + ":" + target);
        String response = hash(who + ":" + nonce + ":" + count + ":" + CLIENT_NONCE + ":auth:" + what);
        return "Digest username=\"" + user + "\", realm=\"" + challenge.get("realm") + "\", nonce=\"" + nonce
                + "\", uri=\""
                + target + "\", algorithm=" + algorithm() + ", qop=auth, nc=" + count + ", cnonce=\"" + CLIENT_NONCE
                + "\", response=\"" + response + "\""
                + (challenge.containsKey("opaque") ? ", opaque=\"" + challenge.get("opaque") + "\"" : "");
    }

    private String algorithm() {
        return challenge.getOrDefault("algorithm", "MD5");
    }

    private String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm()).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("A server asks for " + challenge, e);
        }
    }
}
