package vpceguard.policy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The addresses that an IP condition names, in CIDR notation or one alone.
///
/// @param bits 32 or 128
public record AddressRange(int bits, BigInteger first, BigInteger last) {
    /// Without leading zeros, by which some mean octal numbers.
    private static final String NUMBER = "(?:0|[1-9]\\d{0,2})";

    /// An IPv6 address in full, with its prefix; the form is not asked of longer texts, which would take long.
    private static final int LONGEST = 43;

    private static final int IPV4 = 32;

    /// They are those that begin with `::ffff:`.
    private static final BigInteger BEHIND_IPV4_AS_IPV6 = BigInteger.ONE.shiftLeft(48);

    private static final Pattern FORM = Pattern.compile(
            "(?:" + NUMBER + "(?:\\." + NUMBER + "){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*)(?:/" + NUMBER + ")?");

    /// Empty if the text is no address and no range of them; bits beyond the prefix are cleared.
    public static Optional<AddressRange> of(String text) {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        try {
            var bytes = InetAddress.ofLiteral(address).getAddress();
            int bits = 8 * bytes.length;
            int prefix = slash < 0 ? bits : Integer.parseInt(text, slash + 1, text.length(), 10);
            // An IPv4 address written as IPv6 is read as IPv4, and its prefix would count other bits.
            if (prefix > bits || (bits == 32) == address.contains(":")) {
                return Optional.empty();
            }
            var first = new BigInteger(1, bytes).shiftRight(bits - prefix).shiftLeft(bits - prefix);
            return Optional.of(new AddressRange(
                    bits,
                    first,
                    first.add(BigInteger.ONE.shiftLeft(bits - prefix)).subtract(BigInteger.ONE)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(AddressRange other) {
        return bits == other.bits && first.compareTo(other.first) <= 0 && last.compareTo(other.last) >= 0;
    }

    /// The first address from that number on, or empty beyond the last there is. IPv4 addresses written as IPv6 are no
    /// addresses here, and left out.
    public static Optional<String> address(int bits, BigInteger number) {
        if (number.bitLength() > bits) {
            return Optional.empty();
        }
        var address = bits == IPV4
                ? parts(number, bits, 8, part -> Integer.toString(part), ".")
                : parts(number, bits, 16, Integer::toHexString, ":");
        return of(address).isPresent() ? Optional.of(address) : address(bits, BEHIND_IPV4_AS_IPV6);
    }

    private static String parts(BigInteger number, int bits, int size, IntFunction<String> written, String between) {
        return IntStream.iterate(bits - size, shift -> shift >= 0, shift -> shift - size)
                .map(shift -> number.shiftRight(shift).intValue() & (1 << size) - 1)
                .mapToObj(written)
                .collect(Collectors.joining(between));
    }
}
