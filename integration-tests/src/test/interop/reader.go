// Reader checks a log of Demarche with the log packages of the Go project, golang.org/x/mod/sumdb/note and golang.org/x/mod/sumdb/tlog, as they are: what it is told of
// Demarche is the layout of paths and bundles that C2SP tlog-tiles gives, and nothing else. It exits with 1 at the first thing that does not hold. See README.md.
package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

var (
	prefix   = flag.String("url", "", "where the hub serves its tiles: https://HOST:PORT")
	certFile = flag.String("cert", "", "PEM file with the client's certificate")
	keyFile  = flag.String("key", "", "PEM file with the client's key")
	pin      = flag.String("pin", "", "SHA-256 of the hub's SubjectPublicKeyInfo, in hexadecimal")
	vkey     = flag.String("vkey", "", "the log's Ed25519 verifier key")
	oldFile  = flag.String("old", "", "an earlier checkpoint, which the log must extend")
	saveFile = flag.String("save", "", "where to put the checkpoint that was checked")
	proofs   = flag.String("proofs", "", "a folder with INDEX.entry and INDEX.tlog-proof files, checked without a network")
	rounds   = flag.Int("rounds", 0, "also fetch one full tile and one full bundle so often, and say how fast that was")
)

func main() {
	flag.Parse()
	verifier, err := note.NewVerifier(*vkey)
	check(err, "the verifier key")
	if *proofs != "" {
		checkProofs(verifier)
	}
	if *prefix != "" {
		checkLog(verifier)
	}
}

func check(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "reader: %s: %v\n", what, err)
		os.Exit(1)
	}
}

// open verifies a checkpoint and returns what it says. Lines by keys that are not known are left alone.
func open(message []byte, verifier note.Verifier) (tlog.Tree, *note.Note) {
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err, "the checkpoint")
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() {
		check(fmt.Errorf("%q, not %q", origin, verifier.Name()), "the origin")
	}
	// The one log that ParseTree was made for has this in place of its origin.
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	check(err, "the checkpoint's text")
	return tree, opened
}

func checkLog(verifier note.Verifier) {
	hub := connect()
	message, err := hub.get("/checkpoint")
	check(err, "/checkpoint")
	tree, opened := open(message, verifier)
	fmt.Printf("checkpoint: size %d, signatures %d verified, %d left alone\n", tree.N, len(opened.Sigs), len(opened.UnverifiedSigs))

	// Every hash that this reader hands out has been held against the checkpoint.
	hashes := tlog.TileHashReader(tree, hub)
	root, err := tlog.TreeHash(tree.N, hashes)
	check(err, "the root from tiles")
	same(root, tree.Hash, "the root from tiles")

	leaves := checkEntries(hub, tree)
	for i, leaf := range leaves {
		proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
		check(err, "a proof of inclusion")
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), leaf), "inclusion")
	}
	fmt.Printf("inclusion: %d entries\n", len(leaves))

	for size := int64(1); size <= tree.N; size++ {
		earlier, err := tlog.TreeHash(size, hashes)
		check(err, "the root of an earlier size")
		checkConsistency(tree, tlog.Tree{N: size, Hash: earlier}, hashes)
	}
	fmt.Printf("consistency: from %d earlier sizes\n", tree.N)
	if *oldFile != "" {
		message, err := os.ReadFile(*oldFile)
		check(err, *oldFile)
		old, _ := open(message, verifier)
		checkConsistency(tree, old, hashes)
		fmt.Printf("consistency: from the checkpoint of size %d\n", old.N)
	}
	if *saveFile != "" {
		check(os.WriteFile(*saveFile, message, 0o600), *saveFile)
	}
	if *rounds > 0 {
		measure(hub)
	}
	fmt.Printf("read: %d tiles\n", hub.tiles)
}

// checkEntries fetches every entry and computes the tree anew from them.
func checkEntries(hub *hub, tree tlog.Tree) []tlog.Hash {
	var leaves, stored []tlog.Hash
	storage := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, i := range indexes {
			found = append(found, stored[i])
		}
		return found, nil
	})
	for n := int64(0); n*width < tree.N; n++ {
		w := tree.N - n*width
		if w > width {
			w = width
		}
		path := layout(tlog.Tile{H: height, L: 0, N: n, W: int(w)}, "entries")
		bundle, err := hub.get(path)
		check(err, path)
		for i := int64(0); i < w; i++ {
			entry, rest, err := next(bundle)
			check(err, path)
			bundle = rest
			hashes, err := tlog.StoredHashes(n*width+i, entry, storage)
			check(err, path)
			leaves = append(leaves, tlog.RecordHash(entry))
			stored = append(stored, hashes...)
		}
		if len(bundle) > 0 {
			check(fmt.Errorf("%d bytes behind the last entry", len(bundle)), path)
		}
	}
	root, err := tlog.TreeHash(tree.N, storage)
	check(err, "the root from entries")
	same(root, tree.Hash, "the root from entries")
	fmt.Printf("entries: %d\n", len(leaves))
	return leaves
}

// next cuts the first entry, behind its length, off a bundle.
func next(bundle []byte) (entry, rest []byte, err error) {
	if len(bundle) < 2 {
		return nil, nil, errors.New("cut off before an entry")
	}
	length := int(bundle[0])<<8 | int(bundle[1])
	if len(bundle)-2 < length {
		return nil, nil, errors.New("cut off within an entry")
	}
	return bundle[2 : 2+length], bundle[2+length:], nil
}

func checkConsistency(tree, old tlog.Tree, hashes tlog.HashReader) {
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	check(err, "a proof of consistency")
	check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash), "consistency")
}

func same(found, expected tlog.Hash, what string) {
	if found != expected {
		check(fmt.Errorf("%v (expected: %v)", found, expected), what)
	}
}

// checkProofs checks C2SP tlog-proof files and the entries beside them.
func checkProofs(verifier note.Verifier) {
	files, err := filepath.Glob(filepath.Join(*proofs, "*.tlog-proof"))
	check(err, *proofs)
	for _, file := range files {
		text, err := os.ReadFile(file)
		check(err, file)
		entry, err := os.ReadFile(strings.TrimSuffix(file, ".tlog-proof") + ".entry")
		check(err, file)
		head, message, _ := bytes.Cut(text, []byte("\n\n"))
		lines := strings.Split(string(head), "\n")
		if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
			check(errors.New("not a tlog-proof"), file)
		}
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		check(err, file)
		var proof tlog.RecordProof
		for _, line := range lines[2:] {
			hash, err := tlog.ParseHash(line)
			check(err, file)
			proof = append(proof, hash)
		}
		tree, _ := open(message, verifier)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)), file)
	}
	fmt.Printf("tlog-proofs: %d\n", len(files))
}

func measure(hub *hub) {
	for _, path := range []string{"/tile/0/000", "/tile/entries/000"} {
		var size int64
		begin := time.Now()
		for i := 0; i < *rounds; i++ {
			body, err := hub.get(path)
			check(err, path)
			size += int64(len(body))
		}
		s := time.Since(begin).Seconds()
		fmt.Printf("measured: %s %.0f/s, %.1f MB/s\n", path, float64(*rounds)/s, float64(size)/s/1e6)
	}
}

// hub is where the tiles come from: a tlog.TileReader.
type hub struct {
	client *http.Client
	tiles  int
}

// connect makes a client that shows its certificate and knows the hub by its pin: no authority is asked.
func connect() *hub {
	certificate, err := tls.LoadX509KeyPair(*certFile, *keyFile)
	check(err, "the certificate")
	return &hub{client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{TLSClientConfig: &tls.Config{
		MinVersion:         tls.VersionTLS13,
		Certificates:       []tls.Certificate{certificate},
		InsecureSkipVerify: true, // In place of names and authorities:
		VerifyConnection: func(state tls.ConnectionState) error {
			sum := sha256.Sum256(spki(state.PeerCertificates))
			if hex.EncodeToString(sum[:]) != *pin {
				return errors.New("not the hub with this pin")
			}
			return nil
		},
	}}}}
}

func spki(chain []*x509.Certificate) []byte {
	if len(chain) == 0 {
		return nil
	}
	return chain[0].RawSubjectPublicKeyInfo
}

func (h *hub) get(path string) ([]byte, error) {
	response, err := h.client.Get(*prefix + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(body)))
	}
	if err == nil && response.ContentLength != int64(len(body)) {
		err = fmt.Errorf("%d bytes under a Content-Length of %d", len(body), response.ContentLength)
	}
	return body, err
}

// layout is the path of a tile in C2SP tlog-tiles: that of Go's sumdb without the height, and with entries in place of a level.
func layout(tile tlog.Tile, level string) string {
	path := strings.SplitN(tile.Path(), "/", 4)
	return "/tile/" + level + "/" + path[3]
}

// Height is part of tlog.TileReader.
func (h *hub) Height() int { return height }

// ReadTiles is part of tlog.TileReader.
func (h *hub) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := h.get(layout(tile, strconv.Itoa(tile.L)))
		if err != nil {
			return nil, err
		}
		h.tiles++
		all = append(all, data)
	}
	return all, nil
}

// SaveTiles is part of tlog.TileReader.
func (h *hub) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
