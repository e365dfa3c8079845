package site

import "bytes"

// kind says what an element is to a copy.
type kind uint8

// The kinds; those up to plainElement stand within a line.
const (
	textNode kind = iota
	linkElement
	strongElement
	emphasisElement
	deletedElement
	codeElement
	breakElement
	phraseElement // written as it is
	inputElement
	imageElement
	spanElement // parted from what follows
	plainElement
	blockElement
	headingElement
	preElement
	listElement
	itemElement
	termsElement
	nameElement
	valueElement
	tableElement
	rowElement
	cellElement
	ruleElement
	summaryElement
	quoteElement
	droppedElement // only a browser has a use for it
	readyPart      // copied already
)

func kindOfElement(name []byte) kind {
	switch string(name) {
	case "a":
		return linkElement
	case "b", "strong":
		return strongElement
	case "em", "i":
		return emphasisElement
	case "del":
		return deletedElement
	case "code":
		return codeElement
	case "br":
		return breakElement
	case "kbd", "sub", "sup":
		return phraseElement
	case "input":
		return inputElement
	case "img":
		return imageElement
	case "span", "label":
		return spanElement
	case "small", "time", "mark", "wbr":
		return plainElement
	case "svg", "nav", "button", "form", "noscript", "script":
		return droppedElement
	}
	return kindOfBlock(name)
}

func kindOfBlock(name []byte) kind {
	switch string(name) {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return headingElement
	case "pre":
		return preElement
	case "ul", "ol":
		return listElement
	case "li":
		return itemElement
	case "dl":
		return termsElement
	case "dt":
		return nameElement
	case "dd":
		return valueElement
	case "table":
		return tableElement
	case "tr":
		return rowElement
	case "td", "th":
		return cellElement
	case "hr":
		return ruleElement
	case "summary":
		return summaryElement
	case "blockquote":
		return quoteElement
	}
	return blockElement
}

// class is the classes of an element that mean something to a copy.
type class uint8

const (
	hiddenClass class = 1 << iota
	foldClass
	noteClass
	countsClass
	stepsClass
	wayClass
)

func classesOf(words []byte) (c class) {
	for word := range bytes.FieldsSeq(words) {
		switch string(word) {
		case "vh", "sign", "pager":
			c |= hiddenClass
		case "fold":
			c |= foldClass
		case "note":
			c |= noteClass
		case "counts":
			c |= countsClass
		case "steps":
			c |= stepsClass
		case "way":
			c |= wayClass
		}
	}
	return c
}
