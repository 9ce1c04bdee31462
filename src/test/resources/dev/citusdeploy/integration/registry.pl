# A registry that has nothing to give: answers as registries do, so that Docker says its real words.
# Listens on the loopback, where Docker speaks plain HTTP. Needs no module beside perl-base's.
use strict;
use IO::Socket::INET;

$SIG{PIPE} = "IGNORE";    # Docker tries TLS first, and hangs up
my $server = IO::Socket::INET->new(
    LocalAddr => '127.0.0.1', LocalPort => $ARGV[0], Listen => 16, ReuseAddr => 1
) or die "cannot listen: $!";

sub reply {
    my ($client, $method, $status, $type, $body, @more) = @_;
    print $client join("\r\n",
        "HTTP/1.1 $status", "Content-Type: $type", 'Content-Length: ' . length $body,
        'Docker-Distribution-Api-Version: registry/2.0', 'Connection: close', @more, '', '');
    print $client $body unless $method eq 'HEAD';
    close $client;
}

sub refuse {
    my ($client, $method, $status, $code, $message, @more) = @_;
    reply($client, $method, $status, 'application/json',
        qq({"errors":[{"code":"$code","message":"$message"}]}), @more);
}

my $list = '{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.list.v2+json",'
    . '"manifests":[{"mediaType":"application/vnd.docker.distribution.manifest.v2+json","size":528,'
    . '"digest":"sha256:' . 'a' x 64 . '","platform":{"architecture":"s390x","os":"linux"}}]}';

while (my $client = $server->accept) {
    my ($method, $path) = split ' ', (<$client> // '');
    while (defined(my $line = <$client>)) { last if $line =~ /^\r?\n$/ }
    if (!defined $path) { close $client }
    elsif ($path =~ m{^/v2/?$}) { reply($client, $method, '200 OK', 'application/json', '{}') }
    elsif ($path =~ m{/private/}) {
        refuse($client, $method, '401 Unauthorized', 'UNAUTHORIZED', 'authentication required',
            'WWW-Authenticate: Basic realm="registry"');
    }
    elsif ($path =~ m{/denied/}) {
        refuse($client, $method, '403 Forbidden', 'DENIED',
            'requested access to the resource is denied');
    }
    elsif ($path =~ m{/limited/}) {
        refuse($client, $method, '429 Too Many Requests', 'TOOMANYREQUESTS',
            'You have reached your pull rate limit');
    }
    elsif ($path =~ m{/manifests/other-processor|/manifests/sha256:}) {
        reply($client, $method, '200 OK',
            'application/vnd.docker.distribution.manifest.list.v2+json', $list);
    }
    else { refuse($client, $method, '404 Not Found', 'MANIFEST_UNKNOWN', 'manifest unknown') }
}
