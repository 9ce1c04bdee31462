package dev.citusdeploy.remote.ssh;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.sshd.client.auth.AbstractUserAuth;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientUserAuthService;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Logs in with a signed request at once. Asking first for the server's methods, and whether it
/// accepts the key, costs two more round trips; RFC 4252 requires neither.
final class DirectLogin extends AbstractUserAuth {
  private final Deque<Attempt> attempts = new ArrayDeque<>();

  private DirectLogin() {
    super(UserAuthPublicKey.NAME);
  }

  private record Attempt(Identities.Identity identity, String algorithm) {}

  /// The method for the client's list.
  static UserAuthFactory method() {
    return new UserAuthFactory() {
      @Override
      public String getName() {
        return UserAuthPublicKey.NAME;
      }

      @Override
      public UserAuth createUserAuth(ClientSession session) {
        return new DirectLogin();
      }
    };
  }

  /// The service for the client's list.
  static ClientUserAuthServiceFactory service() {
    return new ClientUserAuthServiceFactory() {
      @Override
      public Service create(Session session) {
        return new DirectService(session);
      }
    };
  }

  @Override
  public void init(ClientSession session, String service) throws Exception {
    super.init(session, service);
    for (Identities.Identity identity : Handshake.of(session).identities()) {
      for (String algorithm : algorithms(KeyUtils.getKeyType(identity.key()))) {
        attempts.add(new Attempt(identity, algorithm));
      }
    }
  }

  /// Signature algorithms, best first. The server announces its algorithms too late for the first
  /// request.
  private static List<String> algorithms(String keyType) {
    return keyType.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(keyType);
  }

  @Override
  protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
    Attempt attempt = attempts.poll();
    if (attempt == null) {
      return false;
    }
    Buffer signed = new ByteArrayBuffer();
    signed.putBytes(session.getSessionId());
    signed.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    putRequest(signed, session, service, attempt);
    Signature signature = NamedFactory.create(session.getSignatureFactories(), attempt.algorithm());
    signature.initSigner(session, attempt.identity().key().getPrivate());
    signature.update(session, signed.getCompactData());
    Buffer proof = new ByteArrayBuffer();
    proof.putString(attempt.algorithm());
    proof.putBytes(signature.sign(session));

    Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    putRequest(request, session, service, attempt);
    request.putBytes(proof.getCompactData());
    session.writePacket(request);
    return true;
  }

  private void putRequest(Buffer buffer, ClientSession session, String service, Attempt attempt) {
    buffer.putString(session.getUsername());
    buffer.putString(service);
    buffer.putString(getName());
    buffer.putBoolean(true);
    buffer.putString(attempt.algorithm());
    buffer.putPublicKey(attempt.identity().key().getPublic());
  }

  @Override
  protected boolean processAuthDataRequest(ClientSession session, String service, Buffer buffer) {
    throw new IllegalStateException("the server asks for more than was offered");
  }

  /// Begins with the method instead of asking for the list of methods.
  private static final class DirectService extends ClientUserAuthService {
    DirectService(Session session) {
      super(session);
    }

    @Override
    protected @Nullable IoWriteFuture sendInitialAuthRequest(ClientSession session, String service)
        throws IOException {
      serverMethods = new ArrayList<>(List.of(UserAuthPublicKey.NAME));
      try {
        tryNext(SshConstants.SSH_MSG_USERAUTH_REQUEST, authFutureHolder.get());
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
      return null;
    }
  }
}
