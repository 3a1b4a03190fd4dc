#!/usr/bin/perl
# A stand-in for an ffmpeg that a stranger's file has taken over: tries to get what it should not, and
# prints a line for each attempt, "name=what it got" or "name=" for nothing.
use strict;
use warnings;
use Socket;

my ($server, $port, $path, $other_port, $other_path, $outside_port, @files) = @ARGV;
$| = 1;

sub attempt {
    my ($name, $get) = @_;
    my $got = eval { $get->() };
    print "$name=", (defined $got ? $got =~ s/\s+/ /gr : ''), "\n";
}

sub content {
    my ($file) = @_;
    open(my $in, '<', $file) or die;
    sysread($in, my $text, 4096) or die;
    return $text;
}

sub connection {
    my ($address, $to) = @_;
    socket(my $socket, AF_INET, SOCK_STREAM, 0) or die;
    connect($socket, pack_sockaddr_in($to, inet_aton($address))) or die;
    return $socket;
}

sub answer {
    my ($to, $what) = @_;
    my $socket = connection('127.0.0.1', $to);
    syswrite($socket, "GET $what HTTP/1.0\r\n\r\n") or die;
    my $all = join('', <$socket>);
    $all =~ /^HTTP\S+ 20\d/ or die;
    return $all =~ s/.*\r\n\r\n//sr;
}

attempt("file$_", sub { content($files[$_]) }) for 0 .. $#files;
attempt('environ', sub { content("/proc/$server/environ"); 'read' });
attempt('memory', sub { open(my $in, '<', "/proc/$server/mem") or die; 'open' });
attempt('command', sub { content("/proc/$server/cmdline") });
attempt('passwd', sub { content('/etc/passwd'); 'read' });
attempt('write', sub { open(my $out, '>', "$files[0].new") or die; 'open' });
attempt('mode', sub { chmod(0666, $files[0]) ? 'changed' : die });
attempt('remove', sub { unlink("$files[0].other") ? 'removed' : die });
attempt('own', sub { answer($port, $path) });
attempt('other', sub { answer($other_port, $other_path) });
attempt('outside', sub { connection('127.0.0.1', $outside_port); 'connected' });
attempt('same_port', sub { connection('127.0.0.2', $port); 'connected' });
attempt('udp', sub { socket(my $s, AF_INET, SOCK_DGRAM, 0) or die; 'socket' });
attempt('unix', sub { socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die; 'socket' });
attempt('ipv6', sub { socket(my $s, AF_INET6, SOCK_STREAM, 0) or die; 'socket' });
attempt('listen', sub {
    socket(my $s, AF_INET, SOCK_STREAM, 0) or die;
    bind($s, pack_sockaddr_in(0, INADDR_ANY)) or die;
    'bound';
});
attempt('process', sub { my $pid = fork() // die; exit 0 if $pid == 0; waitpid($pid, 0); 'forked' });
attempt('signal', sub { kill(0, $server) ? 'sent' : die });
attempt('environment', sub { join(' ', sort keys %ENV) });
