package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    private static String first(AddressRange range) {
        return AddressRange.address(range.bits(), range.first()).orElseThrow();
    }

    private static String last(AddressRange range) {
        return AddressRange.address(range.bits(), range.last()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            10.1.2.3,          10.1.2.3,    10.1.2.3
            10.1.2.3/32,       10.1.2.3,    10.1.2.3
            10.1.2.3/31,       10.1.2.2,    10.1.2.3
            10.1.2.3/24,       10.1.2.0,    10.1.2.255
            10.1.2.3/1,        0.0.0.0,     127.255.255.255
            255.1.2.3/0,       0.0.0.0,     255.255.255.255
            0.0.0.0,           0.0.0.0,     0.0.0.0
            2001:db8::1/127,   2001:db8:0:0:0:0:0:0, 2001:db8:0:0:0:0:0:1
            ::/128,            0:0:0:0:0:0:0:0,      0:0:0:0:0:0:0:0
            ::/0,              0:0:0:0:0:0:0:0,      ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            2001:DB8::/32,     2001:db8:0:0:0:0:0:0, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
            """)
    void aRangeReachesFromItsFirstToItsLastAddress(String text, String first, String last) {
        var range = AddressRange.of(text).orElseThrow();
        assertThat(first(range)).isEqualTo(first);
        assertThat(last(range)).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.1.2",
                "10.1.2.3.4",
                "10.1.2.256",
                "10.1.2.3/",
                "10.1.2.3/33",
                "10.1.2.3/-1",
                "10.1.2.3/+8",
                "10.1.2.3/08",
                "10.1.2.03",
                "010.1.2.3",
                "10.1.2.3/x",
                "10.1.2.3/8/8",
                "10.1.2.3/99999999999",
                "0x0a.1.2.3",
                "localhost",
                "2001:db8::1/129",
                "2001:db8:::1",
                "::ffff:10.1.2.3",
                "::ffff:a01:203/120",
                "2001:db8::1%eth0",
                "[::1]",
                " 10.1.2.3",
                "10.1.2.*"
            })
    void anotherTextIsNoRange(String text) {
        assertThat(AddressRange.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            10.0.0.0/8,   10.0.0.0/8,       true
            10.0.0.0/8,   10.255.255.255,   true
            10.0.0.0/8,   10.0.0.0,         true
            10.0.0.0/8,   9.255.255.255,    false
            10.0.0.0/8,   11.0.0.0,         false
            10.0.0.0/9,   10.0.0.0/8,       false
            10.128.0.0/9, 10.0.0.0/8,       false
            0.0.0.0/0,    ::/128,           false
            ::/0,         0.0.0.0,          false
            ::/0,         ::1,              true
            """)
    void aRangeContainsWhatLiesBetweenItsEnds(String range, String other, boolean contains) {
        assertThat(AddressRange.of(range)
                        .orElseThrow()
                        .contains(AddressRange.of(other).orElseThrow()))
                .isEqualTo(contains);
    }

    @Test
    void beyondTheLastAddressThereIsNone() {
        var four = BigInteger.ONE.shiftLeft(32);
        assertThat(AddressRange.address(32, four)).isEmpty();
        assertThat(AddressRange.address(32, four.subtract(BigInteger.ONE))).hasValue("255.255.255.255");
        assertThat(AddressRange.address(128, four)).hasValue("0:0:0:0:0:1:0:0");
        assertThat(AddressRange.address(128, BigInteger.ONE.shiftLeft(128))).isEmpty();
        assertThat(AddressRange.address(32, BigInteger.ONE)).hasValue("0.0.0.1");
        assertThat(AddressRange.address(128, BigInteger.valueOf(0xffffL << 32))).hasValue("0:0:0:0:1:0:0:0");
    }
}
