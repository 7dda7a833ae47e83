package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.policy.Principals.Principal;

class CallersTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            arn:aws:iam::111122223333:user/u,                 111122223333
            arn:aws:iam::111122223333:root,                   111122223333
            arn:aws-cn:sts::111122223333:assumed-role/r/s,    111122223333
            arn:aws:sts::111122223333:federated-user/f,       111122223333
            arn:aws:s3::111122223333:x,
            arn:aws:iam:us-east-1:111122223333:user/u,
            anonymous,
            ec2.amazonaws.com,
            """)
    void aCallersAccountStandsInItsArn(String caller, String account) {
        assertThat(Callers.account(caller)).isEqualTo(Optional.ofNullable(account));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            AWS,     111122223333,                       111122223333
            AWS,     arn:aws:iam::111122223333:root,     111122223333
            AWS,     arn:aws-us-gov:iam::111122223333:root, 111122223333
            AWS,     arn:aws:iam::111122223333:user/root,
            AWS,     arn:aws:sts::111122223333:root,
            AWS,     *,
            Service, 111122223333,
            """)
    void aPrincipalIsAnAccountByNumberOrRoot(String kind, String id, String account) {
        assertThat(Callers.account(new Principal(kind, id))).isEqualTo(Optional.ofNullable(account));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            AWS,       arn:aws:iam::111122223333:role/app,        arn:aws:sts::111122223333:assumed-role/app/
            AWS,       arn:aws:iam::111122223333:role/a/b/app,    arn:aws:sts::111122223333:assumed-role/app/
            AWS,       arn:aws-cn:iam::111122223333:role/app,     arn:aws-cn:sts::111122223333:assumed-role/app/
            AWS,       arn:aws:iam::111122223333:user/app,
            AWS,       arn:aws:iam::111122223333:role/,
            AWS,       111122223333,
            Federated, arn:aws:iam::111122223333:role/app,
            """)
    void aRolesSessionsLeaveOutItsPath(String kind, String id, String sessions) {
        assertThat(Callers.sessions(new Principal(kind, id))).isEqualTo(Optional.ofNullable(sessions));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            AROATFQR7NSCWWVLB7BES, true
            AIDATFQR7NSC5AU2ZV3IE, true
            AFIBIMYXS24J9BCCWTTGA, true
            AROA123456789012,      true
            AROA12345678901,       false
            BROATFQR7NSCWWVLB7BES, false
            aroatfqr7nscwwvlb7bes, false
            111122223333,          false
            """)
    void aUniqueIdBeginsWithA(String id, boolean unique) {
        assertThat(Callers.isUniqueId(new Principal("AWS", id))).isEqualTo(unique);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AWS | *                                  | anonymous                                     | TRUE  | TRUE
            AWS | *                                  | ec2.amazonaws.com                             | TRUE  | TRUE
            AWS | 111122223333                       | arn:aws:iam::111122223333:user/u              | TRUE  | FALSE
            AWS | 111122223333                       | arn:aws:sts::111122223333:assumed-role/r/s    | TRUE  | FALSE
            AWS | 111122223333                       | arn:aws:iam::111122223333:root                | TRUE  | TRUE
            AWS | arn:aws:iam::111122223333:root     | arn:aws:iam::111122223333:root                | TRUE  | TRUE
            AWS | arn:aws:iam::111122223333:root     | arn:aws:iam::111122223333:user/u              | TRUE  | FALSE
            AWS | 111122223333                       | arn:aws:iam::444455556666:root                | FALSE | FALSE
            AWS | 111122223333                       | anonymous                                     | FALSE | FALSE
            AWS | arn:aws:iam::111122223333:role/app | arn:aws:iam::111122223333:role/app            | TRUE  | TRUE
            AWS | arn:aws:iam::111122223333:role/p/app | arn:aws:sts::111122223333:assumed-role/app/s | TRUE  | TRUE
            AWS | arn:aws:iam::111122223333:role/app | arn:aws:sts::111122223333:assumed-role/apps/s | FALSE | FALSE
            AWS | arn:aws:iam::111122223333:role/app | arn:aws:sts::444455556666:assumed-role/app/s  | FALSE | FALSE
            AWS | arn:aws:iam::111122223333:user/u   | arn:aws:iam::111122223333:user/u              | TRUE  | TRUE
            AWS | arn:aws:iam::111122223333:user/u   | arn:aws:iam::111122223333:user/uu             | FALSE | FALSE
            AWS | arn:aws:sts::111122223333:assumed-role/app/s | arn:aws:sts::111122223333:assumed-role/app/t | FALSE | FALSE
            AWS | arn:aws:iam::111122223333:user/*   | arn:aws:iam::111122223333:user/u              | UNKNOWN | UNKNOWN
            AWS | arn:aws:iam::111122223333:user/?   | arn:aws:iam::111122223333:user/u              | UNKNOWN | UNKNOWN
            AWS | AROATFQR7NSCWWVLB7BES              | arn:aws:iam::111122223333:role/app            | UNKNOWN | UNKNOWN
            CanonicalUser | 79a59df900b949e5         | arn:aws:iam::111122223333:root                | UNKNOWN | UNKNOWN
            Service | ec2.amazonaws.com              | ec2.amazonaws.com                             | TRUE  | TRUE
            Service | ec2.amazonaws.com              | s3.amazonaws.com                              | FALSE | FALSE
            """)
    void aPrincipalStandsForMoreOnAnInterfaceEndpoint(
            String kind, String id, String caller, Truth elsewhere, Truth gateway) {
        var principal = new Principal(kind, id);
        assertThat(Callers.matching(principal, false).apply(caller)).isEqualTo(elsewhere);
        assertThat(Callers.matching(principal, true).apply(caller)).isEqualTo(gateway);
    }
}
