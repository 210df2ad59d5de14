"""Follows a ward as the live board does, in Python 3 and nothing else; the password is in HOMEWARD_PASSWORD.
Run as: python3 follow_ward.py https://homeward.example NAME WARD. Prints a line for each number of the ward's feed, none
missing, none twice, over lost connections as well. What is said on the socket is described at /asyncapi.json."""
import base64, http.client, json, os, struct, sys, time, urllib.request

site, name, ward = sys.argv[1:4]
seq = None  # the last number of the ward's feed that was printed

def connect():
    """Signs in and opens a websocket. Gives what sends a frame of text, and what waits for the next one."""
    who = json.dumps({'username': name, 'password': os.environ['HOMEWARD_PASSWORD']}).encode()
    session = urllib.request.Request(site + '/api/session', who, {'content-type': 'application/json'})
    cookie = urllib.request.urlopen(session, timeout=15).headers['set-cookie'].split(';')[0]
    scheme, host = site.rstrip('/').split('://')
    line = (http.client.HTTPSConnection if scheme == 'https' else http.client.HTTPConnection)(host, timeout=15)
    line.request('GET', '/socket.io/?EIO=4&transport=websocket', headers={'Cookie': cookie, 'Connection': 'Upgrade',
        'Upgrade': 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': base64.b64encode(os.urandom(16))})
    stream = line.getresponse().fp
    def send(text):
        data, mask = text.encode(), os.urandom(4)  # what a client sends is masked; ours is never longer than 64 KiB
        size = struct.pack('>B', 128 + len(data)) if len(data) < 126 else struct.pack('>BH', 254, len(data))
        line.sock.sendall(b'\x81' + size + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))
    def receive():
        kind, size = struct.unpack('>BB', stream.read(2))  # an error at the end of the stream, as is meant
        size = size if size < 126 else int.from_bytes(stream.read(2 if size == 126 else 8), 'big')
        return stream.read(size).decode() if kind == 0x81 else '1'  # anything but text says that it is over
    return send, receive

def follow(send, receive):
    global seq
    place = lambda: {'wardId': ward} if seq is None else {'wardId': ward, 'after': seq}
    join = lambda: send('42/ward,1' + json.dumps(['join', place()]))
    while True:
        frame = receive()
        if frame[0] == '0': send('40/ward,')  # the connection is open: enter the namespace
        elif frame[0] == '2': send('3')  # are you there? yes
        elif frame.startswith('40'): join()  # we are in
        else:
            said = json.loads(frame[frame.index('['):])  # an error where a frame says anything else
            answer = said[0] if frame[:2] == '43' else {'events': [said[1]]} if said[0] == 'event' else {}
            if 'error' in answer: raise OSError(answer['error'])
            whole = [{**answer['board'], 'seq': answer['seq'], 'type': 'board'}] if 'board' in answer else []
            for event in whole + answer.get('events', []):
                if event in whole or event['seq'] == seq + 1:  # not what comes twice, before an answer and in it
                    seq = event['seq']
                    print(seq, event['type'], 'of', len(event['tiles']), flush=True)
            if said[0] == 'heartbeat' and said[1]['seq'] > seq: join()  # we are behind

while True:
    try: follow(*connect())
    except (OSError, ValueError, struct.error, http.client.HTTPException) as lost: print('lost:', lost, file=sys.stderr, flush=True)
    time.sleep(1)
