package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Collections;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    @Test
    void theyAreMadeWithThisProcessAndLeaveNoSessionBehind() throws Exception {
        var sessions = SSLContext.getDefault().getClientSessionContext();
        var before = Collections.list(sessions.getIds()).size();

        assertThatCode(() -> Handshakes.make(2)).doesNotThrowAnyException();

        assertThat(Collections.list(sessions.getIds())).hasSize(before);
    }
}
