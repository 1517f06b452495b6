package dev.roam.codec.samples;

import java.io.File;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.text.ChoiceFormat;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.SimpleDateFormat;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.Subject;
import javax.security.auth.x500.X500Principal;

// Applications use all of this; the constructors of URL and Locale are deprecated since 20 and 19.
@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "UnnecessaryStringBuilder", "deprecation"})
final class PlatformSamples {
    private PlatformSamples() {}

    static List<Sample> samples() {
        Topic topic = new Topic("Other classes of the JDK");
        topic.add("`Locale`", () -> Locale.CANADA_FRENCH)
                .add("`Locale.ROOT`", () -> Locale.ROOT)
                .add("`Locale` with a variant", () -> new Locale("no", "NO", "NY"))
                .add("`Locale` with script and extension", () -> Locale.forLanguageTag("zh-Hant-TW-u-ca-roc-x-mine"))
                .add("`Locale` that no language tag can say", () -> new Locale("x_y", "Z", "a b"))
                .add("`Currency`", () -> Currency.getInstance("EUR"))
                .add("`URL`", () -> new URL("https://user@example.org:8443/a%20b?c=d#e"))
                .add("`URI`", () -> URI.create("https://example.org/a?b#c"))
                .add("opaque `URI`", () -> URI.create("mailto:a@example.org"))
                .add("`InetAddress`", () -> InetAddress.getByAddress("host.example", new byte[] {10, 0, 0, 1}))
                .add("`Inet6Address`", () -> InetAddress.getByAddress(new byte[16]))
                .add("`InetSocketAddress`", () -> InetSocketAddress.createUnresolved("host.example", 80))
                .add("`File`", () -> new File("/tmp/a b"))
                .add("`Pattern`", () -> Pattern.compile("(a|b)+", Pattern.CASE_INSENSITIVE | Pattern.COMMENTS))
                .add("`StringBuilder`", () -> new StringBuilder("abc"))
                .add("`StringBuffer`", () -> new StringBuffer("abc"))
                .add("`Random`", PlatformSamples::random)
                .add("`DecimalFormat`", PlatformSamples::decimalFormat)
                .add("`ChoiceFormat`", () -> new ChoiceFormat("0#none|1#one|2#many"))
                .add("`MessageFormat`", () -> new MessageFormat("{0} of {1}", Locale.ROOT))
                .add("`SimpleDateFormat`", PlatformSamples::dateFormat);
        security(topic);
        return topic.samples();
    }

    private static void security(Topic topic) {
        topic.add("`SecretKeySpec`", () -> new SecretKeySpec(new byte[] {1, 2, 3}, "HmacSHA256"))
                .add("`PublicKey`", PlatformSamples::publicKey)
                .add("`X500Principal`", () -> new X500Principal("CN=Duke, O=Example, C=DE"))
                .add("`Subject`", PlatformSamples::subject);
    }

    private static Object random() {
        Random random = new Random(42);
        random.nextGaussian();
        return random;
    }

    private static Object decimalFormat() {
        DecimalFormatSymbols symbols = new DecimalFormatSymbols(Locale.GERMANY);
        symbols.setCurrency(
                Currency.getInstance("EUR")); // otherwise it is looked up when first needed, and written or not
        return new DecimalFormat("#,##0.00", symbols);
    }

    private static Object dateFormat() {
        SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        format.set2DigitYearStart(new Date(0));
        format.getCalendar().setTimeInMillis(0);
        return format;
    }

    private static Object publicKey() throws Exception {
        BigInteger modulus = BigInteger.ONE.shiftLeft(1023).add(BigInteger.ONE);
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
    }

    private static Object subject() {
        Subject subject = new Subject();
        subject.getPrincipals().add(new X500Principal("CN=Duke"));
        return subject;
    }
}
